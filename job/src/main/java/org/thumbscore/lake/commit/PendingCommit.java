package org.thumbscore.lake.commit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.thumbscore.lake.plan.SliceRecord;

/**
 * A commit that has been decided and may be half done: whoever finds it carries it out.
 *
 * @param record as it will be in the ledger
 * @param staged directory, relative to the output, whose files are to be published
 * @param removes files, relative to the output, whose place the record's take
 * @param drops other slices that the ledger is to forget
 */
record PendingCommit(
    @JsonProperty(value = "record", required = true) SliceRecord record,
    @JsonProperty(value = "staged", required = true) String staged,
    @JsonProperty(value = "removes", required = true) List<String> removes,
    @JsonProperty(value = "drops", required = true) List<String> drops) {
  PendingCommit {
    removes = List.copyOf(removes);
    drops = List.copyOf(drops);
  }
}
