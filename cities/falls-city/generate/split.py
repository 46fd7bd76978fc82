"""Cutting a part of the city into contiguous parts of even weight, along streets."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

import numpy as np
from numpy.typing import NDArray

from generate.blocks import Blocks

_AROUND = 80  # blocks: farther around than that nobody goes from one neighbor to the next
_MANY = 4000  # blocks, of which a cut is near enough to even at the first try


class Splitter:
    """Cuts sets of blocks. weights: how much each weighs, addresses or square miles."""

    def __init__(self, blocks: Blocks, weights: NDArray[np.float64]) -> None:
        self._middles = blocks.middles
        self._weights = weights
        self._near: dict[int, dict[int, float]] = defaultdict(dict)
        for (one, other), border in zip(blocks.pairs.tolist(), blocks.borders.tolist(), strict=True):
            self._near[one][other] = self._near[other][one] = border

    def cut(self, blocks: Iterable[int], count: int, random: Random) -> list[list[int]]:
        """`count` parts, each in one piece where the blocks are, of about even weight."""
        whole = sorted(blocks)
        if count == 1:
            return [whole]
        left = count // 2
        share = left / count
        best: tuple[float, list[int], list[int]] | None = None
        for _attempt in range(3 if len(whole) > _MANY else 8 if count > 4 else 16):
            one, other = self._in_two(whole, share, random)
            cost = self._cost(one, other, share)
            # Whether a part is torn takes longest to see, and matters only where the rest is better.
            if best is None or cost < best[0]:
                cost += self._torn(one, other)
                if best is None or cost < best[0]:
                    best = cost, one, other
        assert best is not None  # noqa: S101 - that many attempts give one
        return [*self.cut(best[1], left, random), *self.cut(best[2], count - left, random)]

    def largest_piece(self, blocks: Iterable[int]) -> list[int]:
        """Of some blocks those that hang together, the most of them by weight."""
        return sorted(self._pieces(set(blocks))[0])

    def _in_two(self, whole: list[int], share: float, random: Random) -> tuple[list[int], list[int]]:
        """Across the longer way, at an angle a little off it."""
        places, weights = self._middles[whole], self._weights[whole] + 1e-6
        centered = places - np.average(places, weights=weights)
        # Twice the angle of the longest axis is that of the second moment.
        axis = np.angle(np.sum(weights * centered**2)) / 2 + random.uniform(-0.5, 0.5)
        along = (centered * np.exp(-1j * axis)).real
        order = np.argsort(along, kind="stable")
        reached = np.cumsum(weights[order])
        many = int(np.searchsorted(reached, reached[-1] * share)) + 1
        many = min(max(many, 1), len(whole) - 1)
        one = {whole[index] for index in order[:many]}
        other = set(whole) - one
        for _round in range(4):
            moved = [self._move_crumbs(one, other), self._move_crumbs(other, one)]
            self._even_out(one, other, share)
            if not any(moved):
                break
        else:
            self._move_crumbs(one, other)
            self._move_crumbs(other, one)
        return sorted(one), sorted(other)

    def _weigh(self, part: Iterable[int]) -> float:
        return float(self._weights[list(part)].sum())

    def _cost(self, one: list[int], other: list[int], share: float) -> float:
        total = self._weigh(one) + self._weigh(other)
        off = abs(self._weigh(one) / total - share) / min(share, 1 - share) if total else 0
        inside = set(one)
        border = sum(length for block in other for near, length in self._near[block].items() if near in inside)
        around = 1 + float(np.ptp(self._middles[one + other].real) + np.ptp(self._middles[one + other].imag))
        return off * 6 + border / around

    def _torn(self, one: list[int], other: list[int]) -> float:
        return 10.0 * (len(self._pieces(set(one))) > 1 or len(self._pieces(set(other))) > 1)

    def _pieces(self, part: set[int]) -> list[set[int]]:
        left, found = set(part), []
        while left:
            piece, edge = set(), [min(left)]
            while edge:
                block = edge.pop()
                if block in left:
                    left.discard(block)
                    piece.add(block)
                    edge += [near for near in self._near[block] if near in left]
            found.append(piece)
        return sorted(found, key=lambda piece: (-self._weigh(piece), -len(piece), min(piece)))

    def _move_crumbs(self, part: set[int], other: set[int]) -> bool:
        """Give pieces that are cut off from the largest to the other part."""
        crumbs = [
            piece for piece in self._pieces(part)[1:] if any(near in other for b in piece for near in self._near[b])
        ]
        for piece in crumbs:
            part -= piece
            other |= piece
        return bool(crumbs)

    def _even_out(self, one: set[int], other: set[int], share: float) -> None:
        """Hand over single blocks of the border while that makes the parts more even and leaves them whole."""
        wanted = (self._weigh(one) + self._weigh(other)) * share
        excess = self._weigh(one) - wanted
        border = {block for block in one | other if any((near in one) != (block in one) for near in self._near[block])}
        for _step in range(20):
            giver, taker = (one, other) if excess > 0 else (other, one)
            edge = sorted(
                (abs(abs(excess) - self._weights[block]), block)
                for block in border
                if block in giver
                and 0 < self._weights[block] < 2 * abs(excess)
                and any(near in taker for near in self._near[block])
            )
            block = next((block for _off, block in edge if self._stays_whole(giver, block)), None)
            if block is None:
                return
            giver.discard(block)
            taker.add(block)
            border.update(self._near[block])
            excess += -self._weights[block] if giver is one else self._weights[block]

    def _stays_whole(self, part: set[int], block: int) -> bool:
        """Whether the block's neighbors in the part hang together without it, not too far around."""
        neighbors = {near for near in self._near[block] if near in part}
        if len(neighbors) < 2:
            return len(part) > 1
        edge = [min(neighbors)]
        seen = {block, *edge}
        while edge and len(seen) < _AROUND:
            for near in self._near[edge.pop(0)]:
                if near in part and near not in seen:
                    seen.add(near)
                    edge.append(near)
            if neighbors <= seen:
                return True
        return False
