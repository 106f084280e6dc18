package org.thumbscore.doctor;

import java.io.Serializable;

/**
 * Something that was found on a machine.
 *
 * @param subject what was looked at, for instance {@code ONNX Runtime}
 * @param text one line: what was found, and what to do unless it is fine
 */
public record Finding(Level level, String subject, String text) implements Serializable {
  /** What a finding means. */
  public enum Level {
    /** Nothing needs to be done. */
    FINE,
    /** Scoring works, but could be faster, or a part of it would not work. */
    NOTE,
    /** Scoring does not work. */
    PROBLEM
  }

  static Finding fine(String subject, String text) {
    return new Finding(Level.FINE, subject, text);
  }

  static Finding note(String subject, String text) {
    return new Finding(Level.NOTE, subject, text);
  }

  static Finding problem(String subject, String text) {
    return new Finding(Level.PROBLEM, subject, text);
  }
}
