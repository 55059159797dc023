"""English formats: dates and figures are written as in Vietnamese, so that none reads two ways."""

from maudao.config.formats.vi.formats import *  # noqa: F403  # one set of formats for both languages
