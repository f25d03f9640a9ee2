"""From what was found in a file, what its caller has decided and what the workspace knows, to how it will be read.

What stays open is a question. `accept_guesses` answers those that have a guess; how dates are written, who of two
people of one name is meant, and what the caller's role may not do are never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from .model import Analysis, Import
from .settled import Settled, World
from .settling_base import Settling
from .settling_leads import LeadSettling
from .settling_lists import CustomerSettling, MemberSettling, ProductSettling

_SETTLINGS: Mapping[str, type[Settling]] = {
    "leads": LeadSettling,
    "members": MemberSettling,
    "customers": CustomerSettling,
    "products": ProductSettling,
}


def settle(imported: Import, analysis: Analysis, world: World) -> Settled:
    """
    Raises:
        Invalid: an option names a column, a field or an entry that does not exist.
        FieldForbidden: the importer's role may not write a field that a column is mapped to.
    """
    return _SETTLINGS[imported.kind](imported, analysis, world).run()
