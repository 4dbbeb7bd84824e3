"""all-MiniLM-L6-v2 in JAX, with a low-rank delta on its top layers (Hu et al. 2021, LoRA, arXiv:2106.09685)."""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
# Outputs and inputs of each matrix of a layer.
MATRICES = {
    "attn.q_proj": (WIDTH, WIDTH),
    "attn.k_proj": (WIDTH, WIDTH),
    "attn.v_proj": (WIDTH, WIDTH),
    "attn.o_proj": (WIDTH, WIDTH),
    "mlp.fc1": (INNER, WIDTH),
    "mlp.fc2": (WIDTH, INNER),
}
NORMS = ("attention_output_norm_layernorm", "mlp_output_norm_layernorm")
FIRST_NORM = "model.layers.-1.embeddings_norm_layernorm"


def read_weights(folder):
    """What export.ts wrote: the tables, and a list of layers whose matrices are `inputs x outputs`."""
    places = json.loads(Path(folder, "weights.json").read_text())
    numbers = np.fromfile(Path(folder, "weights.f32"), np.float32)

    def array(name, *shape):
        start, length = places[name]
        return jnp.asarray(numbers[start : start + length].reshape(shape or (-1,)))

    def layer_norm(name):
        return array(f"{name}.weight"), array(f"{name}.bias")

    tables = {
        "words": array(".model.embeddings.word_embeddings.weight", -1, WIDTH),
        "positions": array(".model.embeddings.position_embeddings.weight", -1, WIDTH),
        "type": array(".model.embeddings.token_type_embeddings.weight", -1, WIDTH)[0],
        "norm": layer_norm(FIRST_NORM),
    }
    layers = []
    for at in range(LAYERS):
        prefix = f"model.layers.{at}"
        layer = {
            name: (array(f"{prefix}.{name}.weights", *shape).T, array(f"{prefix}.{name}.bias"))
            for name, shape in MATRICES.items()
        }
        layers.append(layer | {norm: layer_norm(f"{prefix}.{norm}") for norm in NORMS})
    return tables, layers


def new_delta(random, layers, rank):
    """For each layer and matrix `inputs x rank` random numbers and `rank x outputs` zeros: no change at first."""
    return [
        {
            name: (
                jnp.asarray(random.normal(0, inputs**-0.5, (inputs, rank)), jnp.float32),
                jnp.zeros((rank, outputs), jnp.float32),
            )
            for name, (outputs, inputs) in MATRICES.items()
        }
        for _ in range(layers)
    ]


def normalise(values, norm):
    mean = values.mean(-1, keepdims=True)
    variance = ((values - mean) ** 2).mean(-1, keepdims=True)
    return (values - mean) * jax.lax.rsqrt(variance + 1e-12) * norm[0] + norm[1]


def run_layer(states, mask, layer, delta=None, scale=1.0):
    """One layer. `states` is `texts x tokens x width`, `mask` is 1 where a token counts."""
    texts, tokens, _ = states.shape
    # One row a token: products of two plain matrices take a third less time than those of a stack.
    flat = states.reshape(-1, WIDTH)

    def product(name, values):
        weights, bias = layer[name]
        result = values @ weights + bias
        if delta is None:
            return result
        down, up = delta[name]
        return result + (values @ down) @ up * scale

    def split(values):
        return values.reshape(texts, tokens, HEADS, -1).transpose(0, 2, 1, 3)

    query, key, value = (split(product(f"attn.{part}_proj", flat)) for part in "qkv")
    scores = query @ key.transpose(0, 1, 3, 2) * (WIDTH / HEADS) ** -0.5
    shares = jax.nn.softmax(jnp.where(mask[:, None, None, :] > 0, scores, -1e9), -1)
    attended = (shares @ value).transpose(0, 2, 1, 3).reshape(-1, WIDTH)
    middle = normalise(flat + product("attn.o_proj", attended), layer[NORMS[0]])
    active = jax.nn.gelu(product("mlp.fc1", middle), approximate=True)
    return normalise(middle + product("mlp.fc2", active), layer[NORMS[1]]).reshape(states.shape)


def pool(states, mask):
    """Mean of the tokens' vectors, scaled to length 1."""
    total = (states * mask[..., None]).sum(1)
    return total * jax.lax.rsqrt((total**2).sum(-1, keepdims=True) + 1e-12)


@jax.jit
def run_frozen(ids, mask, tables, layers):
    """States after `layers`, which training leaves alone, in half precision."""
    sum_ = tables["words"][ids] + tables["positions"][: ids.shape[1]] + tables["type"]
    states = normalise(sum_, tables["norm"])
    for layer in layers:
        states = run_layer(states, mask, layer)
    return states.astype(jnp.float16)


def run_top(states, mask, layers, delta, scale=1.0):
    """Embeddings from the frozen layers' states."""
    states = states.astype(jnp.float32)
    for layer, change in zip(layers, delta, strict=True):
        states = run_layer(states, mask, layer, change, scale)
    return pool(states, mask)
