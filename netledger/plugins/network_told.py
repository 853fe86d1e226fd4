"""What the figures of the network are."""

from netledger.extension import Definition

_BURT = "Burt 1992, Structural Holes"
_BORGATTI = "Burt 1992; in this form Borgatti 1997"
_FREEMAN = "Freeman 1977; computed by networkx as in Brandes 2001, estimated as in Brandes & Pich 2007"
_GREEDY = "Clauset, Newman & Moore 2004"
_FAUST = "graph theory, as in Wasserman & Faust 1994"
_OURS = "netledger's own"
_GRAPH = "The graph has everybody whom the journal names up to the last day of the period, without you."
_WITH_YOU = "The same in the graph with you in it: you have a tie with everybody whose tie with you has begun."
_CONSTRAINT = (
    "How much somebody's contacts hang together, so that there is nothing to broker between them: the lower, the more "
    "room. One contact: 1; two who do not know each other: 0.5; two who do: 1.125. Undefined without a tie."
)
_SIZE = (
    "How many contacts somebody has who do not repeat each other; t are the ties between their contacts. Undefined "
    "without a tie."
)
_BETWEEN = (
    "The share of all pairs of others whose shortest way leads through somebody, equally short ways sharing it: the "
    "middle of three in a row has 1. n is the number of people. Above 500 people with a tie it is an estimate from "
    "250 of them, unless --exact is given. Undefined without a tie, and without networkx."
)

DEFINITIONS = (
    Definition(
        "degree",
        "the number of people with whom somebody has a tie",
        "Two people have a tie where an introduction names both, or another entry of at most 8 people does. What is "
        f"pending ties nobody. {_GRAPH}",
        "netledger's own; group entries weigh no more than others",
    ),
    Definition("made", "the number of your introductions that name somebody", "In the period.", _OURS),
    Definition(
        "received", "the number of introductions to you that somebody made", "In the period; `intro … by` them.", _OURS
    ),
    Definition(
        "seen",
        "the number of introductions of others to others that name somebody, or were made by them",
        "In the period. You noted them, and had no part in them.",
        _OURS,
    ),
    Definition(
        "tertius_iungens",
        "pairs you introduced between whom something was noted later / pairs you introduced",
        "Of an introduction of n people each of the n(n-1)/2 pairs counts. Later is after the day of the introduction, "
        "up to the last day of the period; what counts is an entry that names both (an outcome for them, a favour of "
        "one to the other, a meeting), or one with a link of the introduction that names one of them or nobody. Your "
        "own introductions do not count. With Wilson's 95 % interval. Undefined where you introduced nobody.",
        "netledger's own, after the tertius iungens of Obstfeld 2005",
    ),
    Definition(
        "pairs", "the number of pairs you introduced that somebody is one of", "In the period.", "after Obstfeld 2005"
    ),
    Definition(
        "constraint", "Σ_j (p_ij + Σ_q p_iq·p_qj)², p_ij = 1/d_i, over the contacts j and q", _CONSTRAINT, _BURT
    ),
    Definition("effective_size", "d_i - 2t/d_i, d_i the number of contacts", _SIZE, _BORGATTI),
    Definition("betweenness", "Σ σ_st(i)/σ_st over pairs s, t of others, / ((n-1)(n-2)/2)", _BETWEEN, _FREEMAN),
    Definition("constraint_with_me", "constraint, in the graph with you", _WITH_YOU, _BURT),
    Definition("effective_size_with_me", "effective size, in the graph with you", _WITH_YOU, _BORGATTI),
    Definition("betweenness_with_me", "betweenness, in the graph with you", _WITH_YOU, _FREEMAN),
    Definition(
        "community",
        "the number of somebody's community, the largest being 1",
        "Communities have more ties inside than chance would give. At first each person is one; again and again the "
        "two are joined that raise modularity most, until none does. Undefined without a tie.",
        _GREEDY,
    ),
    Definition(
        "component",
        "the number of somebody's component, the largest being 1",
        "In a component everybody can be reached from everybody. Undefined without a tie.",
        _FAUST,
    ),
    Definition("introductions_made", "introductions by you, of others to each other", "In the period.", _OURS),
    Definition(
        "introductions_received", "introductions by others, of people to you", "In the period; you may be one of many."
    ),
    Definition("introductions_seen", "introductions by others, of others to each other", "In the period.", _OURS),
    Definition("people", "everybody whom the journal names", "Up to the last day of the period, without you.", _OURS),
    Definition("ties", "pairs of people with a tie", "See degree.", _OURS),
    Definition("density", "ties / (n(n-1)/2)", "The share of all pairs of people that have a tie.", _FAUST),
    Definition("components", "the number of components with a tie in them", "See component.", _FAUST),
    Definition("communities", "the number of communities", "See community.", _GREEDY),
    Definition(
        "modularity",
        "Σ_c (L_c/m - (d_c/2m)²)",
        "How much more ties the communities have inside, L_c of all m, than chance would give, d_c being the sum of "
        "their people's ties. 0: no more. Undefined without a tie.",
        "Newman & Girvan 2004",
    ),
    Definition("your_constraint", "constraint, of yourself in the graph with you", _CONSTRAINT, _BURT),
    Definition("your_effective_size", "effective size, of yourself in the graph with you", _SIZE, _BORGATTI),
    Definition("your_betweenness", "betweenness, of yourself in the graph with you", _BETWEEN, _FREEMAN),
)
