package org.thumbscore.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.thumbscore.common.Messages;
import org.thumbscore.model.BundleException;

/**
 * The tokens of a tokenizer as its files describe them.
 *
 * @param ids the ids of all tokens
 * @param special the id of each special token by its text, for instance that of {@code [CLS]}
 * @param mask the text of the mask token, if there is one
 * @param continuation the prefix of tokens that continue a word, {@code ##} for WordPiece; empty
 *     for other tokenizers
 * @param maxLength the maximum number of tokens of a text, if the tokenizer states one
 */
public record Vocabulary(
    Set<Integer> ids,
    Map<String, Integer> special,
    Optional<String> mask,
    String continuation,
    OptionalInt maxLength) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  public Vocabulary {
    ids = new LinkedHashSet<>(ids);
    special = new LinkedHashMap<>(special);
  }

  /**
   * Reads {@code tokenizer.json} and, where they exist, {@code tokenizer_config.json} and {@code
   * special_tokens_map.json} beside it.
   *
   * @throws BundleException if a file cannot be read
   */
  public static Vocabulary read(Path tokenizerJson) {
    JsonNode tokenizer = json(tokenizerJson);
    JsonNode config = json(tokenizerJson.resolveSibling("tokenizer_config.json"));
    JsonNode map = json(tokenizerJson.resolveSibling("special_tokens_map.json"));
    Map<String, Integer> special = new LinkedHashMap<>();
    Set<Integer> ids = ids(tokenizer.path("model").path("vocab"));
    for (JsonNode token : tokenizer.path("added_tokens")) {
      ids.add(token.path("id").asInt());
      if (token.path("special").asBoolean()) {
        special.put(token.path("content").asText(), token.path("id").asInt());
      }
    }
    JsonNode decoder = tokenizer.path("decoder");
    double longest = config.path("model_max_length").asDouble(0);
    return new Vocabulary(
        ids,
        special,
        mask(config, map, special),
        decoder.path("type").asText().equals("WordPiece") ? decoder.path("prefix").asText() : "",
        longest >= 1 && longest <= Integer.MAX_VALUE
            ? OptionalInt.of((int) longest)
            : OptionalInt.empty());
  }

  private static JsonNode json(Path file) {
    if (!Files.exists(file)) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new BundleException("Cannot read " + file + ": " + Messages.firstLine(e), e);
    }
  }

  /** Returns the ids of an object of ids by token or, for Unigram, of a list of tokens. */
  private static Set<Integer> ids(JsonNode vocabulary) {
    Set<Integer> ids = new LinkedHashSet<>();
    if (vocabulary.isArray()) {
      for (int id = 0; id < vocabulary.size(); id++) {
        ids.add(id);
      }
    } else {
      vocabulary.forEach(id -> ids.add(id.asInt()));
    }
    return ids;
  }

  private static Optional<String> mask(
      JsonNode config, JsonNode map, Map<String, Integer> special) {
    return Stream.concat(
            Stream.of(config, map).map(file -> text(file.path("mask_token"))),
            Stream.of("[MASK]", "<mask>"))
        .filter(special::containsKey)
        .findFirst();
  }

  /** Returns the text of a token that is given as a string or as an object. */
  private static String text(JsonNode token) {
    return token.isObject() ? token.path("content").asText() : token.asText();
  }

  /** Returns the id of the padding token, {@code [PAD]} or {@code <pad>}, or 0 if there is none. */
  public int padding() {
    return Stream.of("[PAD]", "<pad>")
        .filter(special::containsKey)
        .map(special::get)
        .findFirst()
        .orElse(0);
  }
}
