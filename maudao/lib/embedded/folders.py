"""The folders around a cluster: made where missing, never changed where they exist."""

import os
from pathlib import Path

from .places import EmbeddedServerError, Place, target_of


def make_home(place: Place) -> None:
    """Make the data folder and the server's own; others may pass through the latter only if they run it."""
    for folder in (place.data, place.home):
        _make_folder(folder, mode=0o700 if place.account is None else 0o711)


def make_socket_dir(place: Place) -> None:
    """Make the folder of the socket, which only the server's user may enter.

    Raises:
        EmbeddedServerError: another user has put it there, to answer in our server's name.
    """
    _make_folder(place.socket_dir, mode=0o700)
    owner = place.account.uid if place.account else os.geteuid()
    if place.socket_dir.stat(follow_symlinks=False).st_uid not in (owner, 0):
        raise EmbeddedServerError(
            f"Thư mục {place.socket_dir} thuộc về người dùng khác: hãy xoá nó rồi chạy lại."
        )
    hand_over(place.socket_dir, place)


def leave_pointer(place: Place) -> None:
    """Tell in the data folder where the cluster is, if it is not there."""
    if place.is_elsewhere and target_of(place.pointer) is None:
        place.pointer.write_text(
            f"{place.home}\nCơ sở dữ liệu của thư mục này nằm ở đường dẫn trên."
            " Khi sao lưu hoặc chuyển máy, hãy mang theo cả hai.\n",
            encoding="utf-8",
        )


def hand_over(path: Path, place: Place) -> None:
    """Give a file that we made to the user who runs the server."""
    if place.account is not None:
        os.chown(path, place.account.uid, place.account.gid)


def _make_folder(folder: Path, *, mode: int) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        path.chmod(mode if path == folder else 0o711)  # whatever our umask is
