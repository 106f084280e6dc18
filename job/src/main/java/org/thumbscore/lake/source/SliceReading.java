package org.thumbscore.lake.source;

import java.util.Optional;
import java.util.function.Supplier;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.ReadFailure;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.storage.UnreachableStorage;

/** Translates failures that occur while slices are read. */
final class SliceReading {
  private SliceReading() {}

  static <T> T reading(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (StorageException e) {
      throw e;
    } catch (Exception e) {
      Optional<String> unanswered = UnreachableStorage.reason(e);
      if (unanswered.isPresent()) {
        throw new StorageException(
            "Cannot read input of slice %s: %s. Start the run again when the storage answers: it goes on"
                .formatted(what, unanswered.get()),
            e);
      }
      Optional<String> why = ReadFailure.of(e);
      if (why.isPresent()) {
        throw unreadable(what, why.get());
      }
      throw e;
    }
  }

  static GateException unreadable(String what, String why) {
    return new GateException(
        "Refused to publish slice %s: its input cannot be read: %s. Mend or remove the file, then start the run again"
            .formatted(what, why));
  }

  static GateException changed(Slice slice, String path) {
    return new GateException(
        "Refused to publish slice %s: its input %s changed or went while it was read. Start the run again"
            .formatted(slice.describe(), path));
  }
}
