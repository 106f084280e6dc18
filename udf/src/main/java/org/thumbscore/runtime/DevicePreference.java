package org.thumbscore.runtime;

/** The device that the user requests with {@code score.device}. */
public enum DevicePreference {
  AUTO,
  CPU,
  CUDA
}
