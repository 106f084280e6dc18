package org.thumbscore.common;

import java.util.List;

/** The command line as it may be stored. */
public final class Arguments {
  private Arguments() {}

  /**
   * Blanks user and password in URIs, what follows their question mark, and the values of keys that
   * speak of secrets.
   */
  public static List<String> withoutCredentials(List<String> arguments) {
    return arguments.stream().map(Arguments::redact).toList();
  }

  public static String redact(String argument) {
    return argument
        .replaceAll("(\\w+://)[^/@\\s]*@", "$1***@")
        .replaceAll("(\\w+://[^?\\s]*\\?)[^\\s'\"]+", "$1***")
        .replaceAll(
            "(?i)([\\w.-]*(?:secret|password|token|signature|access[.]?key)[\\w.-]*=)[^\\s'\"]+",
            "$1***");
  }
}
