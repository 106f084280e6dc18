package org.thumbscore.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The set of valid config keys, which are those of the reference config. */
record KnownKeys(SortedSet<String> keys) {

  static KnownKeys of(Config reference) {
    return new KnownKeys(new TreeSet<>(leaves(reference).keySet()));
  }

  /**
   * Returns every value by its full key, including null values, which {@code Config.entrySet}
   * omits.
   */
  static SortedMap<String, ConfigValue> leaves(Config config) {
    SortedMap<String, ConfigValue> leaves = new TreeMap<>();
    collect("", config.root(), leaves);
    return leaves;
  }

  private static void collect(String prefix, ConfigObject object, Map<String, ConfigValue> leaves) {
    object.forEach(
        (name, value) -> {
          String key = prefix + ConfigUtil.quoteString(name).replaceAll("^\"([\\w-]+)\"$", "$1");
          if (value instanceof ConfigObject inner && !inner.isEmpty()) {
            collect(key + ".", inner, leaves);
          } else {
            leaves.put(key, value);
          }
        });
  }

  void requireKnown(Config layer, String where) {
    for (String key : leaves(layer).keySet()) {
      if (!keys.contains(key)) {
        throw new ConfigException(
            "Unknown config key '%s' in %s. Did you mean '%s'?"
                .formatted(key, where, nearest(key)));
      }
    }
  }

  private String nearest(String key) {
    return keys.stream()
        .min(Comparator.comparingInt(k -> LevenshteinDistance.getDefaultInstance().apply(key, k)))
        .orElseThrow();
  }
}
