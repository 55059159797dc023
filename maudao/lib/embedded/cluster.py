"""Making a cluster, the folder that PostgreSQL calls its data directory."""

import os
import secrets
import shutil
from pathlib import Path

from . import programs
from .folders import hand_over
from .places import ROLE, EmbeddedServerError, Place


def check(place: Place) -> None:
    """Refuse a cluster that we cannot start, and a data folder whose cluster has gone.

    Raises:
        EmbeddedServerError: with what to do about it.
    """
    version_file = place.cluster / "PG_VERSION"
    if version_file.is_file():
        version = version_file.read_text().strip()
        if version != programs.MAJOR_VERSION:
            raise EmbeddedServerError(
                f"Cơ sở dữ liệu ở {place.cluster} thuộc PostgreSQL {version}, bản kèm theo là"
                f" {programs.MAJOR_VERSION}: hãy xuất dữ liệu bằng phiên bản Máu Đào cũ rồi nhập lại."
            )
        if not place.passfile.is_file():
            raise EmbeddedServerError(
                f"Thiếu tệp mật khẩu {place.passfile}: hãy khôi phục nó từ bản sao lưu."
            )
    elif place.pointer.is_file():
        raise EmbeddedServerError(
            f"Không thấy cơ sở dữ liệu ở {place.home}: hãy khôi phục nó, hoặc xoá {place.pointer} để làm mới."
        )


def make(place: Place, *, lock: int) -> None:
    """Make the cluster beside its final place and move it in when it is complete.

    `initdb` holds our lock as well: if we are killed, the next start waits until it has ended.
    """
    _write_password(place)
    partial = _fresh_folder(place.home / "cluster.new", place)
    password = _password_for_initdb(place)
    try:
        programs.run(
            "initdb",
            f"--pgdata={partial}",
            f"--username={ROLE}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            account=place.account,
            pass_fds=(lock,),
        )
    finally:
        password.unlink()
    partial.rename(place.cluster)
    _sync_folder(place.home)


def _sync_folder(folder: Path) -> None:
    """Make the rename survive a power cut, before anybody trusts the cluster with data."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fresh_folder(folder: Path, place: Place) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    hand_over(folder, place)
    return folder


def _write_password(place: Place) -> None:
    """Write a new password in libpq's passfile format, unless a start that was cut short left one."""
    if place.passfile.is_file():
        return
    partial = place.passfile.with_suffix(".new")
    partial.unlink(missing_ok=True)
    _write_private(partial, f"*:*:*:{ROLE}:{secrets.token_urlsafe(24)}\n")
    partial.rename(place.passfile)


def _password_for_initdb(place: Place) -> Path:
    path = place.home / "password.initdb"
    path.unlink(missing_ok=True)
    _write_private(path, place.passfile.read_text().rsplit(":", 1)[1])
    hand_over(path, place)
    return path


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
