package org.thumbscore.encoder;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.model.ModelIdentity;

/** The model families on the class path, among which that of a bundle is found. */
final class ModelFamilies {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFamilies.class);

  private ModelFamilies() {}

  /**
   * Returns the only family that the bundle names or that recognizes the bundle.
   *
   * @throws BundleException if there is no such family, or more than one
   */
  static ModelFamily of(ModelBundle bundle) {
    return choose(bundle, installed());
  }

  static ModelFamily choose(ModelBundle bundle, Collection<ModelFamily> families) {
    ModelIdentity identity = bundle.identity();
    List<ModelFamily> fitting = families.stream().filter(family -> fits(family, identity)).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    throw bundle.refusal(
        fitting.isEmpty()
            ? identity.describe()
                + ", which is no model family known here; known: "
                + names(families)
            : identity.describe()
                + ", which more than one model family takes for its own: "
                + names(fitting)
                + "; name one as family in thumbscore.json");
  }

  private static boolean fits(ModelFamily family, ModelIdentity identity) {
    return identity
        .family()
        .map(name -> name.equals(family.name()))
        .orElseGet(() -> family.recognizes(identity));
  }

  private static String names(Collection<ModelFamily> families) {
    return String.join(", ", families.stream().map(ModelFamily::name).sorted().toList());
  }

  /**
   * Returns the installed families, each name once. A family may be in a separate jar that Spark
   * loads with the context class loader, and the class loader of this class may not see that jar.
   */
  static Collection<ModelFamily> installed() {
    Map<String, ModelFamily> byName = new TreeMap<>();
    addTo(byName, ModelFamily.class.getClassLoader());
    Optional.ofNullable(Thread.currentThread().getContextClassLoader())
        .ifPresent(loader -> addTo(byName, loader));
    return byName.values();
  }

  private static void addTo(Map<String, ModelFamily> byName, ClassLoader loader) {
    Iterator<ModelFamily> families = ServiceLoader.load(ModelFamily.class, loader).iterator();
    while (true) {
      try {
        if (!families.hasNext()) {
          return;
        }
        ModelFamily family = families.next();
        byName.putIfAbsent(family.name(), family);
      } catch (ServiceConfigurationError e) {
        // The other families remain usable, and a bundle that needs this one is refused by name.
        LOG.warn("Leaving out a model family that cannot be loaded: {}", e.getMessage());
      }
    }
  }
}
