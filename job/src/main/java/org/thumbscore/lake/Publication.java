package org.thumbscore.lake;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts staged files in the place of those that readers see, by rename. Where a rename fails, those
 * done are undone, so that the output is as it was.
 */
final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private final OutputDirectory output;
  private final Deque<Move> done = new ArrayDeque<>();

  private record Move(Path from, Path to) {}

  Publication(OutputDirectory output) {
    this.output = output;
  }

  /**
   * Publishes.
   *
   * @param staged the directory whose files are published, under the same relative paths
   * @param aside an absent directory that takes what is replaced until all is in place
   * @return how many files were published
   */
  int replace(Path staged, Path aside) throws IOException {
    output.files().delete(output.success(), false);
    List<String> fresh = output.dataFilesUnder(staged);
    try {
      for (FileStatus old : output.visible()) {
        move(old.getPath(), new Path(aside, old.getPath().getName()));
      }
      for (String file : fresh) {
        move(new Path(staged, file), new Path(output.root(), file));
      }
    } catch (IOException e) {
      undo(e);
      throw e;
    }
    output.remove(aside);
    output.write(output.success(), "");
    return fresh.size();
  }

  private void move(Path from, Path to) throws IOException {
    output.rename(from, to);
    done.push(new Move(from, to));
  }

  private void undo(IOException reason) {
    LOG.warn("Publishing to {} failed; putting back what was there", output.root());
    while (!done.isEmpty()) {
      Move move = done.pop();
      try {
        output.rename(move.to(), move.from());
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
  }
}
