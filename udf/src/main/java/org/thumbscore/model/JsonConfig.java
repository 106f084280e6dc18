package org.thumbscore.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * A JSON object of a bundle with accessors that take defaults and whose errors name the key.
 * Immutable.
 *
 * <pre>{@code
 * int width = bundle.config().positiveInt("projection_dim", 512);
 * int edge = bundle.config().object("vision_config").positiveInt("image_size", 224);
 * }</pre>
 */
public final class JsonConfig {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final BundleLayout layout;
  private final String file;
  private final String prefix;
  private final JsonNode node;

  private JsonConfig(BundleLayout layout, String file, String prefix, JsonNode node) {
    this.layout = layout;
    this.file = file;
    this.prefix = prefix;
    this.node = node;
  }

  static JsonConfig read(BundleLayout layout, String file) {
    Path path = layout.require(file);
    try {
      JsonNode root = MAPPER.readTree(path.toFile());
      if (root == null || !root.isObject()) {
        throw layout.refusal(file + " is not a JSON object");
      }
      return new JsonConfig(layout, file, "", root);
    } catch (IOException e) {
      throw BundleException.because(layout.refusal(file + " is not readable JSON").getMessage(), e);
    }
  }

  /** Returns the object at a key, or an empty object if the key is absent. */
  public JsonConfig object(String key) {
    JsonNode child = node.path(key);
    if (has(key) && !child.isObject()) {
      throw refusal(key, "an object");
    }
    return new JsonConfig(layout, file, prefix + key + ".", has(key) ? child : empty());
  }

  private static JsonNode empty() {
    return MAPPER.createObjectNode();
  }

  /** Returns the name of the file that contains this object, for messages. */
  String file() {
    return file;
  }

  /** Returns the keys in the order of the file. */
  public Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Returns whether the key has a value that is not null. */
  public boolean has(String key) {
    return node.hasNonNull(key);
  }

  boolean isNumber(String key) {
    return node.path(key).isNumber();
  }

  /** Returns the whole number of 1 or more at a key, or the given default if the key is absent. */
  public int positiveInt(String key, int absent) {
    return wholeNumber(key, absent, value -> value >= 1, "a whole number, 1 or more");
  }

  int wholeNumber(String key, int absent, IntPredicate valid, String expected) {
    if (!has(key)) {
      return absent;
    }
    JsonNode value = node.get(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || !valid.test(value.intValue())) {
      throw refusal(key, expected);
    }
    return value.intValue();
  }

  /** Reads a whole number of 0 or more, with the value that holds where the key is absent. */
  public int index(String key, int absent) {
    return wholeNumber(key, absent, value -> value >= 0, "a whole number, 0 or more");
  }

  /** Reads a list of whole numbers of 0 or more; empty where the key is absent. */
  public List<Integer> indices(String key) {
    List<Integer> values = new ArrayList<>();
    if (has(key)) {
      for (JsonNode value : node.get(key)) {
        if (!node.get(key).isArray() || !value.isInt() || value.intValue() < 0) {
          throw refusal(key, "a list of whole numbers, 0 or more");
        }
        values.add(value.intValue());
      }
    }
    return values;
  }

  boolean flag(String key, boolean absent) {
    if (has(key) && !node.get(key).isBoolean()) {
      throw refusal(key, "true or false");
    }
    return has(key) ? node.get(key).booleanValue() : absent;
  }

  /** Returns the finite number at a key, or the given default if the key is absent. */
  public double number(String key, double absent) {
    if (!has(key)) {
      return absent;
    }
    double value = node.get(key).asDouble(Double.NaN);
    if (!node.get(key).isNumber() || !Double.isFinite(value)) {
      throw refusal(key, "a finite number");
    }
    return value;
  }

  List<Double> triple(String key, List<Double> absent) {
    if (!has(key)) {
      return absent;
    }
    List<Double> values = new ArrayList<>();
    node.get(key).forEach(value -> values.add(value.isNumber() ? value.asDouble() : Double.NaN));
    if (!node.get(key).isArray()
        || values.size() != 3
        || !values.stream().allMatch(Double::isFinite)) {
      throw refusal(key, "three finite numbers");
    }
    return List.copyOf(values);
  }

  /** Returns the string at a key, or empty if the key is absent. */
  public Optional<String> text(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isTextual()) {
      throw refusal(key, "a string");
    }
    return Optional.of(node.get(key).textValue());
  }

  /** Returns the array of strings at a key, or an empty list if the key is absent. */
  public List<String> texts(String key) {
    List<String> values = new ArrayList<>();
    node.path(key).forEach(value -> values.add(value.asText()));
    return List.copyOf(values);
  }

  /**
   * Returns an exception for the value at a key that names the file, the key, the value found and
   * what was expected.
   */
  public BundleException refusal(String key, String expected) {
    return layout.refusal(
        file + " says " + prefix + key + " = " + node.get(key) + "; expected " + expected);
  }
}
