package org.thumbscore.counterfactual;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.score.Cosine;

/**
 * Searches for counterfactual texts of articles. Texts are tried in rounds, so that the texts of a
 * round are embedded in one batch. Thread-safe if the models and the encoder are.
 *
 * <pre>{@code
 * CounterfactualSearch search = new CounterfactualSearch(models, encoder, DEFAULT);
 * List<Counterfactual> found = search.find(List.of(new Original(text, image, similarity)));
 * }</pre>
 */
public final class CounterfactualSearch {
  /** The maximum size of the distributions that are held at once. */
  private static final long MAX_BYTES = 128L << 20;

  private final CounterfactualModels models;
  private final DualEncoder encoder;
  private final CounterfactualSettings settings;

  /**
   * Creates a search.
   *
   * @param models owned by the caller
   * @param encoder decides which texts are less similar to the image; owned by the caller
   */
  public CounterfactualSearch(
      CounterfactualModels models, DualEncoder encoder, CounterfactualSettings settings) {
    this.models = models;
    this.encoder = encoder;
    this.settings = settings;
  }

  /**
   * An article.
   *
   * @param text not blank
   * @param image the vectors of the image
   * @param similarity of the image and the text
   */
  public record Original(String text, UnitVectors image, float similarity) {}

  /** An article while texts are tried. Not thread-safe. */
  private static final class Attempt {
    private final Original original;
    private final TextRandom random;
    private Optional<MaskedText> masked = Optional.empty();
    private Optional<Replacements> replacements = Optional.empty();
    private Optional<Counterfactual> result = Optional.empty();

    Attempt(Original original, TextRandom random) {
      this.original = original;
      this.random = random;
    }

    boolean isOpen() {
      return result.isEmpty();
    }

    Optional<String> draw(MaskedModel model) {
      return replacements.orElseThrow().draw(random, model::decode);
    }

    void fail(Counterfactual.Reason reason, String message, int tries) {
      result = Optional.of(new Counterfactual.NotFound(reason, message, tries, names()));
    }

    List<String> names() {
      return masked.map(MaskedText::names).orElse(List.of()).stream()
          .map(name -> name.of(original.text()))
          .toList();
    }
  }

  /** A text that is tried for an article. */
  private record Candidate(Attempt attempt, String text) {}

  /**
   * Searches for a counterfactual text of each article.
   *
   * @return one result for each article, in the same order
   * @throws org.thumbscore.runtime.EncoderException if the runtime fails
   */
  public List<Counterfactual> find(List<Original> articles) {
    List<String> texts = articles.stream().map(Original::text).toList();
    List<List<TextSpan>> persons = models.tagger().persons(texts);
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Attempt attempt = new Attempt(articles.get(i), TextRandom.of(settings.seed(), texts.get(i)));
      mask(attempt, persons.get(i));
      attempts.add(attempt);
    }
    groups(open(attempts)).forEach(this::search);
    return attempts.stream().map(attempt -> attempt.result.orElseThrow()).toList();
  }

  private static List<Attempt> open(List<Attempt> attempts) {
    return attempts.stream().filter(Attempt::isOpen).toList();
  }

  private void mask(Attempt attempt, List<TextSpan> persons) {
    String text = attempt.original.text();
    if (persons.isEmpty()) {
      attempt.fail(Counterfactual.Reason.NO_PERSON, "the text names no person", 0);
      return;
    }
    List<TextSpan> names =
        NameSelection.within(text, persons, settings.maxMaskedShare(), attempt.random);
    if (names.isEmpty()) {
      attempt.fail(
          Counterfactual.Reason.PERSON_TOO_LONG,
          "each name makes up more than %.0f%% of the text"
              .formatted(100 * settings.maxMaskedShare()),
          0);
      return;
    }
    MaskedText masked = models.masked().mask(text, names);
    if (masked.names().isEmpty()) {
      attempt.fail(
          Counterfactual.Reason.TEXT_TOO_LONG,
          "no name lies in the part of the text that the masked language model reads",
          0);
      return;
    }
    attempt.masked = Optional.of(masked);
  }

  /** Divides attempts so that the distributions of each group fit into a bounded memory. */
  private List<List<Attempt>> groups(List<Attempt> attempts) {
    List<List<Attempt>> groups = new ArrayList<>();
    long bytes = 0;
    for (Attempt attempt : attempts) {
      long more = models.masked().bytes(attempt.masked.orElseThrow());
      if (groups.isEmpty() || bytes + more > MAX_BYTES) {
        groups.add(new ArrayList<>());
        bytes = 0;
      }
      groups.get(groups.size() - 1).add(attempt);
      bytes += more;
    }
    return groups;
  }

  private void search(List<Attempt> group) {
    List<MaskedText> masked = group.stream().map(a -> a.masked.orElseThrow()).toList();
    List<Replacements> found = models.masked().replacements(masked, settings.temperature());
    for (int i = 0; i < group.size(); i++) {
      group.get(i).replacements = Optional.of(found.get(i));
    }
    for (int round = 1; round <= settings.tries() && !open(group).isEmpty(); round++) {
      tryOnce(open(group), round);
    }
    open(group).forEach(this::giveUp);
    group.forEach(attempt -> attempt.replacements = Optional.empty());
  }

  private void tryOnce(List<Attempt> attempts, int round) {
    List<Candidate> candidates = new ArrayList<>();
    for (Attempt attempt : attempts) {
      attempt.draw(models.masked()).ifPresent(t -> candidates.add(new Candidate(attempt, t)));
    }
    if (candidates.isEmpty()) {
      return;
    }
    List<Embedding> embeddings =
        encoder.embedTexts(candidates.stream().map(c -> encoder.tokenize(c.text())).toList());
    for (int i = 0; i < candidates.size(); i++) {
      if (embeddings.get(i) instanceof Embedding.Unit text) {
        compare(candidates.get(i), text, round);
      }
    }
  }

  private static void compare(Candidate candidate, Embedding.Unit text, int round) {
    Attempt attempt = candidate.attempt();
    float similarity = Cosine.best(attempt.original.image(), text.vectors());
    if (similarity < attempt.original.similarity()) {
      attempt.result =
          Optional.of(
              new Counterfactual.Found(candidate.text(), similarity, round, attempt.names()));
    }
  }

  private void giveUp(Attempt attempt) {
    attempt.fail(
        Counterfactual.Reason.NOT_LESS_SIMILAR,
        "none of %d texts is less similar to the image than the original"
            .formatted(settings.tries()),
        settings.tries());
  }
}
