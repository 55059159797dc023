"""English formats: the same dd/mm/yyyy and the same points and commas as in Vietnamese, so that no figure reads two ways."""

from maudao.config.formats.vi.formats import *  # noqa: F403  # one set of formats for both languages
