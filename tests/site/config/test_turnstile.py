"""A crowd in front of Django: so many at once, in order, and nobody's failure keeps a place."""

import asyncio

import pytest

from config.turnstile import Turnstile


async def pass_through(number, places, fails=()):
    """Send `number` requests at once; gives the order in which they entered and the most that were inside together."""
    entered, inside, most = [], 0, 0

    async def application(scope, receive, send):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        entered.append(scope["number"])
        await asyncio.sleep(0)
        inside -= 1
        if scope["number"] in fails:
            raise RuntimeError("a fault")

    turnstile = Turnstile(application, places)
    calls = [turnstile({"type": "http", "number": each}, None, None) for each in range(number)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    return entered, most, results


@pytest.mark.asyncio
@pytest.mark.parametrize("places", [1, 3])
async def test_as_many_as_there_are_places_are_inside_and_the_others_wait_in_order(places):
    entered, most, _results = await pass_through(20, places)
    assert (entered, most) == (list(range(20)), places)


@pytest.mark.asyncio
async def test_a_request_that_fails_leaves_its_place():
    entered, _most, results = await pass_through(6, 2, fails={0, 1, 2})
    assert len(entered) == 6
    assert [isinstance(result, RuntimeError) for result in results] == [True] * 3 + [False] * 3
