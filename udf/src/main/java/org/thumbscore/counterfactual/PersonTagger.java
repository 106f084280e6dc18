package org.thumbscore.counterfactual;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.runtime.DeviceChoice;
import org.thumbscore.text.SpannedText;

/** Finds the names of persons in texts with a token classifier. Thread-safe. */
final class PersonTagger implements AutoCloseable {
  private static final String KIND = "ForTokenClassification";

  private final TextModel model;
  private final List<Tag> tags;

  /** What a label says about a word. */
  private enum Tag {
    /** Begins the name of a person. */
    FIRST,
    /** Continues the name of a person, or begins one after other words. */
    PART,
    OTHER;

    /** Returns the meaning of a label such as {@code B-PER}, {@code I-PERSON} or {@code PER}. */
    static Tag of(String label) {
      String upper = label.toUpperCase(Locale.ROOT);
      String name = upper.replaceFirst("^[BIESLU]-", "");
      if (!name.equals("PER") && !name.equals("PERSON")) {
        return OTHER;
      }
      return upper.matches("^[BSU]-.*") ? FIRST : PART;
    }
  }

  private PersonTagger(TextModel model, List<Tag> tags) {
    this.model = model;
    this.tags = tags;
  }

  /**
   * Checks that a bundle holds a token classifier with a label for persons.
   *
   * @throws org.thumbscore.model.BundleException if it does not
   */
  static void require(ModelBundle bundle) {
    TextModel.requireKind(bundle, KIND);
    List<String> labels = TextModel.labels(bundle);
    if (labels.stream().map(Tag::of).allMatch(Tag.OTHER::equals)) {
      throw bundle.refusal(
          "config.json says id2label %s; expected a label for persons, PER or PERSON"
              .formatted(labels));
    }
  }

  static PersonTagger open(ModelBundle bundle, DeviceChoice choice, Path scratch) {
    require(bundle);
    List<String> labels = TextModel.labels(bundle);
    return new PersonTagger(
        TextModel.open(bundle, labels.size(), choice, scratch),
        labels.stream().map(Tag::of).toList());
  }

  /** Returns the names in each text, in the order in which they occur. */
  List<List<TextSpan>> persons(List<String> texts) {
    List<SpannedText> tokens = texts.stream().map(model::tokenize).toList();
    List<List<TextSpan>> found = new ArrayList<>();
    model.run(tokens, (i, logits) -> found.add(persons(texts.get(i), tokens.get(i), logits)));
    return found;
  }

  private List<TextSpan> persons(String text, SpannedText tokens, TextModel.Logits logits) {
    List<TextSpan> names = new ArrayList<>();
    Optional<TextSpan> open = Optional.empty();
    int word = -1;
    Tag tag = Tag.OTHER;
    for (int token = 0; token < tokens.length(); token++) {
      if (tokens.words()[token] < 0) {
        continue;
      }
      boolean first = tokens.words()[token] != word;
      boolean adjacent = tokens.words()[token] == word + 1;
      if (first) {
        word = tokens.words()[token];
        tag = tags.get(logits.best(token));
      }
      boolean begins = first && (tag == Tag.FIRST || !adjacent || open.isEmpty());
      if (tag == Tag.OTHER || begins) {
        open.ifPresent(names::add);
        open = Optional.empty();
      }
      if (tag != Tag.OTHER) {
        int start = open.map(TextSpan::start).orElse(tokens.starts()[token]);
        open = Optional.of(new TextSpan(start, tokens.ends()[token]));
      }
    }
    open.ifPresent(names::add);
    return separate(text, names);
  }

  /**
   * Strips names of white space and cuts off where they overlap, which they do where a tokenizer
   * makes several words of one character.
   */
  private static List<TextSpan> separate(String text, List<TextSpan> names) {
    List<TextSpan> separate = new ArrayList<>();
    int end = 0;
    for (TextSpan name : names) {
      int start = Math.max(end, name.start());
      TextSpan rest = new TextSpan(start, Math.max(start, name.end())).stripped(text);
      if (!rest.isEmpty()) {
        separate.add(rest);
        end = rest.end();
      }
    }
    return separate;
  }

  @Override
  public void close() {
    model.close();
  }
}
