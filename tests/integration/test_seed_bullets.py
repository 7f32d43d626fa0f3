"""Every bullet of the list that this catalog began with leads to its entry, by the list's own spelling."""

from collections import Counter
from pathlib import Path

import pytest

from llmpapers.catalog import Catalog
from llmpapers.loading import load_catalog

pytestmark = pytest.mark.integration

# As the list spells them, in its order; it names six papers twice or in two sections.
PAPERS = [
    "LoRA+: Efficient Low Rank Adaptation of Large Models",
    "LISA: Layerwise Importance Sampling for Memory-Efficient Large Language Model Fine-Tuning",
    "LORA: LOW-RANK ADAPTATION OF LARGE LANGUAGE MODELS",
    "SADMoE: Exploiting Activation Sparsity with Dynamic-k Gating",
    "Shortcut-connected Expert Parallelism for Accelerating Mixture-of-Experts",
    "Approximating Two-Layer Feedforward Networks for Efficient Transformers",
    "A Survey of Resource-efficient LLM and Multimodal Foundation Models",
    "LLM Inference Unveiled: Survey and Roofline Model Insights",
    "A Survey on Model Compression for Large Language Models",
    "Merge, Then Compress: Demystify Efficient SMoE with Hints from Its Routing Policy",
    "SVD-LLM: Truncation-aware Singular Value Decomposition for Large Language Model Compression",
    "ASVD: Activation-aware Singular Value Decomposition for Compressing Large Language Models",
    "LoSparse: Structured Compression of Large Language Models based on Low-Rank and Sparse Approximation",
    "ShortGPT: Layers in Large Language Models are More Redundant Than You Expect",
    "Merge, Then Compress: Demystify Efficient SMoE with Hints from Its Routing Policy",
    "LoSparse: Structured Compression of Large Language Models based on Low-Rank and Sparse Approximation",
    "Turbo Sparse: Achieving LLM SOTA Performance with Minimal Activated Parameters",
    "ReLU2 Wins: Discovering Efficient Activation Functions for Sparse LLMs",
    "ProSparse: Introducing and Enhancing Intrinsic Activation Sparsity within Large Language Models",
    "CATS: Contextually-Aware Thresholding for Sparsity in Large Language Models",
    "HiRE: High Recall Approximate Top-k Estimation for Efficient LLM Inference",
    "SADMoE: Exploiting Activation Sparsity with Dynamic-k Gating",
    "Deja Vu: Contextual Sparsity for Efficient LLMs at Inference Time",
    "PowerInfer: Fast Large Language Model Serving with a Consumer-grade GPU",
    "LLM in a flash: Efficient Large Language Model Inference with Limited Memory",
    "ReLU Strikes Back: Exploiting Activation Sparsity in Large Language Models",
    "The Lazy Neuron Phenomenon: On Emergence of Activation Sparsity in Transformers",
    "The Era of 1-bit LLMs: All Large Language Models are in 1.58 Bits",
    "BitNet: Scaling 1-bit Transformers for Large Language Models",
    "A Survey of Resource-efficient LLM and Multimodal Foundation Models",
    "LLM Inference Unveiled: Survey and Roofline Model Insights",
    "SmartMoE: Efficiently Training Sparsely-Activated Models through Combining Offline and Online Parallelization",
    "Accelerating Distributed MoE Training and Inference with Lina",
    "MPipeMoE: Memory Efficient MoE for Pre-trained Models with Adaptive Pipeline Parallelism",
    "SE-MoE: A Scalable and Efficient Mixture-of-Experts Distributed Training and Inference System",
    "Janus: A Unified Distributed Training Framework for Sparse Mixture-of-Experts Models",
    "TUTEL: ADAPTIVE MIXTURE-OF-EXPERTS AT SCALE",
    "FasterMoE: Modeling and Optimizing Training of Large-Scale Dynamic Pre-Trained Models",
    "A Unified Architecture for Accelerating Distributed DNN Training in Heterogeneous GPU/CPU Clusters",
    "DeepSpeed-MoE: Advancing Mixture-of-Experts Inference and Training to Power Next-Generation AI Scale",
    "Splitwise: Efficient generative LLM inference using phase splitting",
    "PowerInfer-2: Fast Large Language Model Inference on a Smartphone",
    "MOE-INFINITY: Activation-Aware Expert Offloading for Efficient MoE Serving",
    "Exploiting Inter-Layer Expert Affinity for Accelerating Mixture-of-Experts Model Inference",
    "Fiddler: CPU-GPU Orchestration for Fast Inference of Mixture-of-Experts Models",
    "LLM as a System Service on Mobile Devices",
    "Fast Inference of Mixture-of-Experts Language Models with Offloading",
    "Pre-gated MoE: An Algorithm-System Co-Design for Fast and Scalable Mixture-of-Expert Inference",
    "Towards MoE Deployment: Mitigating Inefficiencies in Mixture-of-Expert (MoE) Inference",
    "SiDA: Sparsity-Inspired Data-Aware Serving for Efficient and Scalable Large Mixture-of-Experts Models",
    "EdgeMoE: Fast On-Device Inference of MoE-based Large Language Models",
    "SwapMoE: Efficient Memory-Constrained Serving of Large Sparse MoE Models via Dynamic Expert Pruning and Swapping",
    "STI: Turbocharge NLP Inference at the Edge via Elastic Pipelining",
    "PowerInfer: Fast Large Language Model Serving with a Consumer-grade GPU",
    "DeepSpeed Inference: Enabling Efficient Inference of Transformer Models at Unprecedented Scale",
    "Efficient Multimodal Large Language Models: A Survey",
]

RESOURCES = {
    "some open hug datasets": "open-pretraining-datasets",
    "stanford alpaca dataset": "stanford-alpaca",
    "alpaca cleaned finetune dataset": "alpaca-cleaned",
    "open llm leaderboard": "open-llm-leaderboard",
    "tinyBenchmarks, paper": "tinybenchmarks",
    "lm-evaluation-harness": "lm-evaluation-harness",
    "Shenggan/awesome-distributed-ml": "awesome-distributed-ml",
    "byungsoo-oh/ml-systems-papers": "ml-systems-papers",
    "UbiquitousLearning/Paper-list-resource-efficient-large-language-model": "resource-efficient-llm-paper-list",
    "inpluslab-wuhui/Systems-for-Foundation-Models": "systems-for-foundation-models",
}

# What the list files under two of its headings has the topics of both.
TOPICS_OF_REPEATED = {
    "SADMoE: Exploiting Activation Sparsity with Dynamic-k Gating": {"moe/architecture", "activation-sparsity"},
    "A Survey of Resource-efficient LLM and Multimodal Foundation Models": {"surveys"},
    "LLM Inference Unveiled: Survey and Roofline Model Insights": {"surveys"},
    "Merge, Then Compress: Demystify Efficient SMoE with Hints from Its Routing Policy": {
        "compression/low-rank",
        "compression/pruning",
    },
    "LoSparse: Structured Compression of Large Language Models based on Low-Rank and Sparse Approximation": {
        "compression/low-rank",
        "compression/pruning",
    },
    "PowerInfer: Fast Large Language Model Serving with a Consumer-grade GPU": {"activation-sparsity", "offloading"},
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(Path(__file__).parents[2])


def test_all_66_bullets_lead_to_an_entry(catalog: Catalog) -> None:
    found = [catalog.find_by_title(title) is not None for title in PAPERS]
    found += [id_ in catalog.resources for id_ in RESOURCES.values()]
    assert (sum(found), len(found)) == (66, 66)


@pytest.mark.parametrize("title", dict.fromkeys(PAPERS))
def test_a_paper_is_found_by_the_lists_spelling(catalog: Catalog, title: str) -> None:
    assert catalog.find_by_title(title) is not None


@pytest.mark.parametrize(("label", "id_"), RESOURCES.items())
def test_a_resource_has_its_entry(catalog: Catalog, label: str, id_: str) -> None:
    assert id_ in catalog.resources


def test_different_papers_lead_to_different_entries(catalog: Catalog) -> None:
    ids = {title: entry.id for title in PAPERS if (entry := catalog.find_by_title(title))}
    assert len(ids) == len(set(ids.values())) == 50


def test_what_the_list_repeats_is_one_entry_with_all_its_topics(catalog: Catalog) -> None:
    repeated = {title for title, times in Counter(PAPERS).items() if times > 1}
    assert repeated == set(TOPICS_OF_REPEATED)
    for title, topics in TOPICS_OF_REPEATED.items():
        entry = catalog.find_by_title(title)
        assert entry
        assert topics <= set(entry.record.topics)
