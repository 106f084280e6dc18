package org.thumbscore.runtime;

/** What the user asks for: {@code score.device}. */
public enum DevicePreference {
  AUTO,
  CPU,
  CUDA
}
