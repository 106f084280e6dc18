package org.thumbscore.lake.commit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.thumbscore.lake.plan.SliceRecord;

/**
 * A commit that has been decided and may be partly carried out. The next run completes it.
 *
 * @param record the record of the slice once committed
 * @param staged the directory of the staged rows, relative to the output
 * @param removes what the commit replaces: files relative to the output or, for a table, slices
 * @param drops other slices whose records are removed from the ledger
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
