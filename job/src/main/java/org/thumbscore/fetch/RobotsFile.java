package org.thumbscore.fetch;

import crawlercommons.robots.BaseRobotRules;

/** The outcome of requesting the {@code robots.txt} of a server. */
sealed interface RobotsFile {
  /** The server has a file with the given rules. */
  record Present(BaseRobotRules rules) implements RobotsFile {}

  /** The server has no file, for instance because it responded with a 4xx status. */
  record Absent() implements RobotsFile {}

  /** The server failed (5xx) or asked to retry later (408, 425, 429), which disallows all URLs. */
  record Failed(ReplyHead answer) implements RobotsFile {}

  /** The server gave no complete response, or the file is too large. */
  record Silent(FetchStatus status, String reason) implements RobotsFile {
    boolean mayPass() {
      return status == FetchStatus.TIMEOUT || status == FetchStatus.CONNECTION_FAILED;
    }
  }
}
