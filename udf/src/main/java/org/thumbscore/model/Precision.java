package org.thumbscore.model;

/** The numeric variants in which exporters write a graph, by the suffix of the file name. */
public enum Precision {
  FP32(""),
  FP16("_fp16"),
  INT8("_int8"),
  UINT8("_uint8"),
  QUANTIZED("_quantized"),
  Q4("_q4"),
  Q4F16("_q4f16"),
  BNB4("_bnb4");

  private final String suffix;

  Precision(String suffix) {
    this.suffix = suffix;
  }

  /** What stands between the graph's stem and {@code .onnx}; empty for {@link #FP32}. */
  public String suffix() {
    return suffix;
  }
}
