"""The mathematics of a consultation: pure numpy, no database, no clock; every draw takes a seed.

Symbols, for a group g and a statement c: A agree, D disagree, P pass, S = A + D + P: **passing counts as seen**.
Votes are +1 (agree), -1 (disagree), 0 (pass); of several votes of one person on one statement the last one holds.
A *partition* is any way to put people in groups: constituency, shore, language, opinion group.

Source, unless a function names another: Small, Bjorkegren, Erkkilä, Shaw, Megill, "Polis: Scaling deliberation by
mapping high-dimensional opinion spaces", RECERCA 26(2), 2021; and the published reference implementation's behaviour.
"""
