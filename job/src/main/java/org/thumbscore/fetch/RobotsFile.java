package org.thumbscore.fetch;

import crawlercommons.robots.BaseRobotRules;

/** What a server says when asked for its {@code robots.txt}. */
sealed interface RobotsFile {
  /** Rules. */
  record Present(BaseRobotRules rules) implements RobotsFile {}

  /** It has none: 4xx. */
  record Absent() implements RobotsFile {}

  /** It failed: 5xx or 429, which counts as a disallowance. */
  record Failed(ReplyHead answer) implements RobotsFile {}

  /** No answer, or one too long. */
  record Silent(FetchStatus status, String reason) implements RobotsFile {
    boolean mayPass() {
      return status == FetchStatus.TIMEOUT || status == FetchStatus.CONNECTION_FAILED;
    }
  }
}
