package org.thumbscore.model;

/**
 * The numeric precisions in which exporters write graphs, with the suffixes of their file names.
 */
public enum Precision {
  FP32(""),
  FP16("_fp16"),
  INT8("_int8"),
  UINT8("_uint8"),
  QUANTIZED("_quantized"),
  Q4("_q4"),
  Q4F16("_q4f16"),
  BNB4("_bnb4"),
  /** Computed by an execution provider from the graphs of {@link #FP32}, if no others exist. */
  BF16("_bf16");

  private final String suffix;

  Precision(String suffix) {
    this.suffix = suffix;
  }

  /**
   * Returns the part of the file name between the graph's stem and {@code .onnx}, which is empty
   * for {@link #FP32}.
   */
  public String suffix() {
    return suffix;
  }
}
