"""Attention as one operator, ONNX Runtime's MultiHeadAttention, instead of products and a softmax.

The operator is written into the graph where the module computes attention, so that no optimiser has to find it again.
It is meant for GPUs, whose kernels for it neither store the products nor widen them to float32.
"""

from __future__ import annotations

import torch
from transformers import PreTrainedModel
from transformers.masking_utils import AttentionMaskInterface, eager_mask
from transformers.modeling_utils import AttentionInterface
from transformers.models.blip.modeling_blip import BlipAttention
from transformers.models.blip.modeling_blip_text import BlipTextSelfAttention
from transformers.models.opt.modeling_opt import OPTAttention

OPERATOR = "MultiHeadAttention"
NAME = "thumbscore_fused"


def multi_head_attention(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, bias: torch.Tensor | None, heads: int, scale: float
) -> torch.Tensor:
    """[n, length, heads * width] for each of query, key and value -> the same; bias [n or 1, 1, length, length]."""
    return torch.onnx.ops.symbolic(
        f"com.microsoft::{OPERATOR}",
        [query, key, value, None, None, bias],
        {"num_heads": heads, "scale": float(scale)},
        dtype=query.dtype,
        shape=query.shape,
        version=1,
    )


def merge_heads(states: torch.Tensor) -> torch.Tensor:
    """[n, heads, length, width] -> [n, length, heads * width]."""
    return states.transpose(1, 2).flatten(2)


def fused(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float,
    dropout: float = 0.0,
    **others: object,
) -> tuple[torch.Tensor, None]:
    """An attention function of transformers: [n, heads, length, width] -> [n, length, heads, width]."""
    heads, width = query.shape[1], query.shape[3]
    states = [merge_heads(part) for part in (query, key, value)]
    mixed = multi_head_attention(*states, attention_mask, heads, scaling)
    return mixed.unflatten(2, (heads, width)), None


def mask_if_needed(*arguments: object, **named: object) -> torch.Tensor | None:
    """A mask function of transformers: none where every token sees every other, so that GPUs may use faster kernels."""
    if named.get("attention_mask") is None and named.get("allow_is_bidirectional_skip"):
        return None
    return eager_mask(*arguments, **named)


def fused_blip_vision(self: BlipAttention, hidden_states: torch.Tensor, **others: object) -> tuple[torch.Tensor, None]:
    """BlipAttention.forward, which has products and softmax of its own."""
    query, key, value = self.qkv(hidden_states).chunk(3, dim=-1)
    return self.projection(multi_head_attention(query, key, value, None, self.num_heads, self.scale)), None


def fused_blip_text(
    self: BlipTextSelfAttention,
    hidden_states: torch.Tensor,
    attention_mask: torch.Tensor | None = None,
    **others: object,
) -> tuple[torch.Tensor, None]:
    """BlipTextSelfAttention.forward without cross attention and cache."""
    states = [project(hidden_states) for project in (self.query, self.key, self.value)]
    scale = self.attention_head_size**-0.5
    return multi_head_attention(*states, attention_mask, self.num_attention_heads, scale), None


def fused_opt(
    self: OPTAttention, hidden_states: torch.Tensor, past_key_values: object, **others: object
) -> tuple[torch.Tensor, None]:
    """OPTAttention.forward; the operator joins past and new keys and values, and hides what comes after a token."""
    states = [project(hidden_states) for project in (self.q_proj, self.k_proj, self.v_proj)]
    before = past_key_values.before[self.layer_idx]
    batch, heads, past, width = before[0].shape
    present = (batch, heads, past + hidden_states.shape[1], width)
    mixed, *both = torch.onnx.ops.symbolic_multi_out(
        f"com.microsoft::{OPERATOR}",
        [*states, None, None, None, *before],
        {"num_heads": self.num_heads, "scale": float(self.scaling), "unidirectional": 1},
        dtypes=[hidden_states.dtype] * 3,
        shapes=[hidden_states.shape, present, present],
        version=1,
    )
    past_key_values.present.extend(both)
    return self.out_proj(mixed), None


OWN_ATTENTION = {
    BlipAttention: fused_blip_vision,
    BlipTextSelfAttention: fused_blip_text,
    OPTAttention: fused_opt,
}


def use_plain_attention(model: PreTrainedModel) -> None:
    """Attention as matrix products and a softmax: what quantisation and every graph optimiser understand."""
    _set_implementation(model, "eager")


def use_fused_attention(model: PreTrainedModel) -> None:
    """Attention as one operator; the model can then only be exported, not run."""
    AttentionInterface.register(NAME, fused)
    AttentionMaskInterface.register(NAME, mask_if_needed)
    _set_implementation(model, NAME)
    for module in model.modules():
        if type(module) in OWN_ATTENTION:
            module.forward = OWN_ATTENTION[type(module)].__get__(module)


def _set_implementation(model: PreTrainedModel, name: str) -> None:
    """What set_attn_implementation does, also for names that it does not know."""
    for module in model.modules():
        config = getattr(module, "config", None)
        if config is not None:
            config._attn_implementation = name
