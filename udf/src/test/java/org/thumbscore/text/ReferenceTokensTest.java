package org.thumbscore.text;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.ReferenceFiles;

/** CLIP's own tokenizer gives every reference text the ids that transformers gives it. */
class ReferenceTokensTest {
  private static final int CONTEXT = 77;

  @TempDir Path scratch;
  private SummaryTokenizer tokenizer;

  @TestFactory
  Stream<DynamicTest> idsEqualTransformers() throws IOException {
    assumeTrue(ReferenceFiles.folder().isPresent(), "no reference tokens here");
    Path folder = ReferenceFiles.folder().orElseThrow();
    tokenizer =
        SummaryTokenizer.open(folder.resolve("clip-tokenizer/tokenizer.json"), CONTEXT, scratch);
    return GoldenText.sameIds(GoldenText.read(folder.resolve("tokens.jsonl")), tokenizer);
  }

  @AfterEach
  void close() {
    if (tokenizer != null) {
      tokenizer.close();
    }
  }
}
