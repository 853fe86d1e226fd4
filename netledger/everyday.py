"""Words of every day that are names of people, too: in lower case they name nobody, as in "I will"."""

WORDS = frozenset(
    """
    art bill brook chance chase christian cliff daisy dale dawn dean drew duke earl eve faith flora forest frank
    gene glen grace grant guy harmony harry heath heather hope hunter iris ivy jack jade jasmine jersey jewel
    joy lance laurel lily mark mason may melody mercy merry miles nick olive page pat patience pearl penny pepper pierce
    piper porter prudence rain ray reed rich river rob robin rock rose ruby rusty sage sandy sky skip stone sue summer
    violet wade ward will winter woody

    april august autumn december friday january june march monday sunday
    angel baker banks barber bell best berry bird bishop black blue bond bright brown burns bush butcher butler camp
    carpenter castle church clay cook cooper cross day driver early east farmer field fields fish fisher flowers foot
    ford fox friend frost gardener gates gold good gray green grey hall hand hardy head hill holmes house hunt king
    knight lake lamb lane law little long lord love low major marsh may meadows mills moon moore more moss new newman
    noble north park parks parsons peace peach perry pike pool poor pope post potter power powers price prince rice
    rivers rose savage sharp shepherd shields short silver singer small smart smith snow south spring steel stern still
    storm story street strong swan sweet taylor tanner teller town tucker turner wall walker waters weaver webb weeks
    wells west wheeler white wild wise wolf wood woods worth young

    braun engel fuchs gross herr jung klein koch kurz lang reich roth schwarz stark stein vogel weiss winter
    blanc bon grand jeune petit roy
    """.split()  # noqa: SIM905 - a list would have each word on a line of its own
)
"""Given names, months, surnames in English; then adjectives and nouns of other languages that write them small."""
