"""The opinion map: two directions along which votes differ most, and where each person stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .votes import Booleans, Floats, Integers, Votes

COMPONENTS = 2
SMALL_GRAM = 500  # statements up to which Cᵀ C is written out; beyond, only its products are
DENSE_CELLS = 6_000_000  # people x statements: the same
PATIENCE = 3  # steps after which convergence is asked for at every second one, then at every third …
BLOCK = 4  # directions iterated together: more than the two wanted, so that equal ones are both found


@dataclass(frozen=True)
class OpinionSpace:
    """`centre`: mean vote of each statement, shape (statements,). `components`: shape (2, statements), unit length.

    `variance`: the two squared singular values. `positions`: shape (people, 2). `extremity`: shape (statements,).
    """

    centre: Floats
    components: Floats
    variance: Floats
    positions: Floats
    extremity: Floats


def opinion_space(votes: Votes, active: Booleans | None = None, tolerance: float = 1e-12) -> OpinionSpace:
    """The two first principal components of the votes, and every person's position on them.

    A statement that someone has not seen counts as the statement's mean; one that is moderated out (`active` False)
    is zero for everyone and stays in the number of statements. A position uses the votes cast only:
    p_i = √(n / n_i) · Σ (x_ic - μ_c) · v_c. Extremity: e_c = √n · |1 - μ_c| · ‖(v1_c, v2_c)‖, for votes where agreeing
    is +1. `tolerance`: the relative residual at which the iteration stops. Signs are settled: of each component the
    largest entry is positive.
    """
    shown = np.ones(votes.statements, dtype=bool) if active is None else active
    centre = _centre(votes, shown)
    deviation = np.where(shown[votes.statement], votes.value - centre[votes.statement], 0.0)
    components, variance = _leading(votes, deviation, tolerance)
    return OpinionSpace(
        centre=centre,
        components=components,
        variance=variance,
        positions=_positions(votes, deviation, components),
        extremity=np.sqrt(votes.statements) * np.abs(1.0 - centre) * np.linalg.norm(components, axis=0),
    )


def _centre(votes: Votes, shown: Booleans) -> Floats:
    number = np.bincount(votes.statement, minlength=votes.statements)
    total = np.bincount(votes.statement, weights=votes.value, minlength=votes.statements)
    return np.where(shown, total / np.maximum(number, 1), 0.0)


def _positions(votes: Votes, deviation: Floats, components: Floats) -> Floats:
    cast = np.maximum(votes.votes_by_person(), 1)
    stretch = np.sqrt(votes.statements / cast)
    along = [
        np.bincount(votes.person, weights=deviation * component[votes.statement], minlength=votes.people)
        for component in components
    ]
    return np.column_stack([stretch * one for one in along])


def _leading(votes: Votes, deviation: Floats, tolerance: float) -> tuple[Floats, Floats]:
    """Leading right singular vectors by block Krylov iteration with Rayleigh-Ritz; no full decomposition is made.

    Musco, Musco 2015. The space grows by a block a step until the two pairs wanted have converged; whether they have
    is asked ever more rarely, since asking costs more than a step once the space is wide.
    """
    size = votes.statements
    block = np.linalg.qr(np.random.default_rng(0).standard_normal((size, min(BLOCK, size))))[0]
    basis, image, inner = np.empty((size, 0)), np.empty((size, 0)), np.empty((0, 0))
    values, vectors = np.zeros(1), np.zeros((size, 1))
    times = _gram_product(votes, deviation)
    step = due = 1
    while block.shape[1]:
        new_image = times(block)
        across = basis.T @ new_image
        inner = np.block([[inner, across], [across.T, block.T @ new_image]])
        basis, image = np.hstack([basis, block]), np.hstack([image, new_image])
        if step >= due:
            values, vectors, residual = _ritz(basis, image, inner)
            if residual <= tolerance * values[0]:
                break
            due = step + 1 + step // PATIENCE
        block = _orthogonal(basis, new_image, floor=1e-12 * values[0])[:, : size - basis.shape[1]]
        step += 1
    else:
        if size:
            values, vectors, _residual = _ritz(basis, image, inner)
    components, variance = np.zeros((COMPONENTS, size)), np.zeros(COMPONENTS)
    real = values > 1e-12 * max(values[0], 1e-300)
    found = int(real.sum())
    components[:found] = _settled(vectors.T[:found])
    variance[:found] = values[:found]
    return components, variance


def _ritz(basis: Floats, image: Floats, inner: Floats) -> tuple[Floats, Floats, float]:
    """The two best approximations within a basis, the larger first, and how far they are from being exact."""
    values, turn = np.linalg.eigh((inner + inner.T) / 2.0)
    best, turn = values[::-1][:COMPONENTS], turn[:, ::-1][:, :COMPONENTS]
    vectors = basis @ turn
    return best, vectors, float(np.linalg.norm(image @ turn - vectors * best))


def _orthogonal(basis: Floats, block: Floats, floor: float) -> Floats:
    """What a block adds to a basis, orthonormal; directions that it nearly holds already are left out."""
    for _twice in range(2):
        block = block - basis @ (basis.T @ block)
    left, sizes, _right = np.linalg.svd(block, full_matrices=False)
    added: Floats = left[:, sizes > floor]
    added = added - basis @ (basis.T @ added)
    return np.linalg.qr(added)[0]


def _gram_product(votes: Votes, deviation: Floats) -> Callable[[Floats], Floats]:
    """v -> Cᵀ C v for a block of vectors, C the centred matrix whose unseen cells are zero."""
    if votes.statements <= SMALL_GRAM and votes.people * votes.statements <= DENSE_CELLS:
        full = np.zeros((votes.people, votes.statements))
        full[votes.person, votes.statement] = deviation
        gram = full.T @ full
        return lambda block: gram @ block

    def times(block: Floats) -> Floats:
        columns = []
        for vector in block.T:
            people = np.bincount(votes.person, weights=deviation * vector[votes.statement], minlength=votes.people)
            back = np.bincount(votes.statement, weights=deviation * people[votes.person], minlength=votes.statements)
            columns.append(back)
        return np.column_stack(columns)

    return times


def _settled(components: Floats) -> Floats:
    """Turn each component so that its largest entry is positive."""
    largest = np.abs(components).argmax(axis=1)
    signs = np.sign(components[np.arange(len(components)), largest])
    turned: Floats = components * np.where(signs == 0, 1.0, signs)[:, None]
    return turned


def people_who_count(votes: Votes, minimum: int = 7, at_least: int = 15) -> Integers:
    """Who has answered enough to stand on the map: indices, ascending.

    min(7, number of statements) votes; where fewer than fifteen people qualify, the most active ones fill up.
    """
    cast = votes.votes_by_person()
    enough = np.nonzero(cast >= min(minimum, votes.statements))[0]
    if len(enough) >= at_least:
        return enough
    active = np.nonzero(cast > 0)[0]
    most = sorted(active, key=lambda person: (-cast[person], person))
    return np.sort(np.array(most[:at_least], dtype=np.int64))
