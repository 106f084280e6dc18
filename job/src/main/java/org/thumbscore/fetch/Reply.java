package org.thumbscore.fetch;

import java.util.Optional;

/**
 * An HTTP response.
 *
 * @param body the complete body; empty if it was not read
 */
record Reply(ReplyHead head, Optional<byte[]> body) {}
