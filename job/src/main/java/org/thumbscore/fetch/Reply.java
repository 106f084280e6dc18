package org.thumbscore.fetch;

import java.util.Optional;

/**
 * An answer.
 *
 * @param body all of it; empty where it was not wanted
 */
record Reply(ReplyHead head, Optional<byte[]> body) {}
