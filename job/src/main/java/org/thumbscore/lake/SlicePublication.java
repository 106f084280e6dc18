package org.thumbscore.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the staged files of a slice where readers see them. A commit is written to the ledger before
 * its first file moves, and can be carried out again from any point: a run that finds one ends it.
 */
final class SlicePublication {
  private static final Logger LOG = LoggerFactory.getLogger(SlicePublication.class);

  private final OutputDirectory output;
  private final Ledger ledger;

  SlicePublication(OutputDirectory output, Ledger ledger) {
    this.output = output;
    this.ledger = ledger;
  }

  void publish(PendingCommit commit) throws IOException {
    output.files().delete(output.success(), false);
    ledger.begin(commit);
    carryOut(commit);
  }

  /** Ends what a dead run has begun; a commit whose files are gone is forgotten. */
  void recover() throws IOException {
    for (PendingCommit commit : ledger.pending()) {
      if (isPossible(commit)) {
        LOG.info("ending the commit of slice {}, which run {} began", slice(commit), run(commit));
        carryOut(commit);
      } else {
        LOG.warn("slice {}: run {} left too little to end its commit", slice(commit), run(commit));
        undo(commit);
      }
    }
  }

  private void carryOut(PendingCommit commit) throws IOException {
    // First out, then in: readers may miss rows for a moment, but never count any twice.
    for (String old : commit.removes()) {
      output.files().delete(new Path(output.root(), old), false);
    }
    for (SliceRecord.OutputFile file : commit.record().output()) {
      Path target = new Path(output.root(), file.path());
      if (!isWhole(target, file.length())) {
        output.files().delete(target, false);
        output.rename(staged(commit, file), target);
      }
    }
    ledger.end(commit);
    output.remove(new Path(output.root(), commit.staged()));
  }

  private boolean isPossible(PendingCommit commit) throws IOException {
    for (SliceRecord.OutputFile file : commit.record().output()) {
      if (!isWhole(new Path(output.root(), file.path()), file.length())
          && !isWhole(staged(commit, file), file.length())) {
        return false;
      }
    }
    return true;
  }

  private void undo(PendingCommit commit) throws IOException {
    for (SliceRecord.OutputFile file : commit.record().output()) {
      output.files().delete(new Path(output.root(), file.path()), false);
    }
    for (String old : commit.removes()) {
      output.files().delete(new Path(output.root(), old), false);
    }
    ledger.giveUp(commit);
  }

  private Path staged(PendingCommit commit, SliceRecord.OutputFile file) {
    return new Path(new Path(output.root(), commit.staged()), file.path());
  }

  private boolean isWhole(Path file, long length) throws IOException {
    try {
      return output.files().getFileStatus(file).getLen() == length;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private static String slice(PendingCommit commit) {
    return commit.record().slice();
  }

  private static String run(PendingCommit commit) {
    return commit.record().runId();
  }
}
