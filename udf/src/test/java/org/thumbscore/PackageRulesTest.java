package org.thumbscore;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/**
 * Which package of the executor's side may import which, and which library has one package that
 * knows it.
 */
@AnalyzeClasses(packages = "org.thumbscore", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
  private static final String[] IMAGE = {
    "image", "image.header", "image.jpeg", "image.codec", "image.resample"
  };

  @ArchTest
  static final ArchRule EVERY_CLASS_HAS_A_PLACE =
      classes()
          .should()
          .resideInAnyPackage(
              packages(
                  "common",
                  "model",
                  "image..",
                  "text",
                  "runtime",
                  "encoder..",
                  "pipeline..",
                  "score",
                  "counterfactual",
                  "bench",
                  "doctor",
                  "spark.."));

  @ArchTest static final ArchRule COMMON_IMPORTS_NOTHING = imports("common");

  @ArchTest static final ArchRule MODEL_IMPORTS_NOTHING = imports("model", "common");

  @ArchTest static final ArchRule HEADERS_IMPORT_NOTHING = imports("image.header", "common");

  @ArchTest
  static final ArchRule JPEG_DECODER_IMPORTS_HEADERS = imports("image.jpeg", "image.header");

  @ArchTest
  static final ArchRule CODECS_IMPORT_HEADERS =
      imports("image.codec", "image.header", "image.jpeg", "common");

  @ArchTest
  static final ArchRule RESAMPLING_IMPORTS_DECODED_IMAGES =
      imports("image.resample", "image.header", "image.codec", "model", "common");

  @ArchTest
  static final ArchRule IMAGE_IMPORTS_ITS_INSIDE =
      imports("image", "image.header", "image.codec", "image.resample", "model", "common");

  @ArchTest static final ArchRule TEXT_IMPORTS_MODEL = imports("text", "model", "common");

  @ArchTest static final ArchRule RUNTIME_IMPORTS_MODEL = imports("runtime", "model", "common");

  @ArchTest
  static final ArchRule ENCODER_IMPORTS_WHAT_IT_IS_MADE_OF =
      imports("encoder..", with(IMAGE, "text", "runtime", "model", "common"));

  /** They are found as services, so that a new one touches no other class. */
  @ArchTest
  static final ArchRule FAMILIES_ARE_IMPORTED_BY_NOBODY =
      slices()
          .matching("org.thumbscore.encoder.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule FAMILIES_ARE_KNOWN_TO_NOBODY =
      noClasses()
          .that()
          .resideOutsideOfPackage(name("encoder.*.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(name("encoder.*.."));

  @ArchTest
  static final ArchRule PIPELINE_IMPORTS_ENCODER =
      imports("pipeline..", with(IMAGE, "encoder", "text", "runtime", "common"));

  @ArchTest
  static final ArchRule LOOK_AHEAD_KNOWS_NO_PATHS =
      noClasses()
          .that()
          .resideInAPackage(name("pipeline"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(name("pipeline.path"));

  /** The outcome of an image too, since its reasons become statuses. */
  @ArchTest
  static final ArchRule SCORE_IMPORTS_PIPELINE =
      imports("score", "pipeline", "encoder", "image", "common");

  @ArchTest
  static final ArchRule COUNTERFACTUALS_IMPORT_SCORE =
      imports("counterfactual", "score", "encoder", "text", "runtime", "model", "common");

  @ArchTest
  static final ArchRule BENCH_IMPORTS_WHAT_IT_MEASURES =
      imports(
          "bench",
          with(IMAGE, "score", "pipeline", "encoder", "text", "runtime", "model", "common"));

  @ArchTest
  static final ArchRule DOCTOR_IMPORTS_WHAT_IT_LOOKS_AT =
      imports("doctor", "encoder", "runtime", "model", "common");

  @ArchTest
  static final ArchRule BENCH_IS_IMPORTED_BY_NO_OTHER =
      noClasses()
          .that()
          .resideOutsideOfPackage(name("bench"))
          .and()
          .haveSimpleNameNotEndingWith("DrawnImages")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(name("bench"));

  @ArchTest
  static final ArchRule SPARK_IS_IMPORTED_BY_NO_OTHER =
      noClasses()
          .that()
          .resideOutsideOfPackage(name("spark.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(name("spark.."));

  @ArchTest
  static final ArchRule RUNTIME_ALONE_KNOWS_ONNX_RUNTIME = only("ai.onnxruntime..", "runtime");

  @ArchTest static final ArchRule SPARK_ALONE_KNOWS_SPARK = only("org.apache.spark..", "spark..");

  @ArchTest static final ArchRule TEXT_ALONE_KNOWS_THE_TOKENIZERS = only("ai.djl..", "text");

  @ArchTest
  static final ArchRule CODECS_ALONE_KNOW_NATIVE_DECODERS = only("org.bytedeco..", "image.codec");

  @ArchTest
  static final ArchRule MODELS_AND_PATHS_COME_THROUGH_HADOOPS_FILE_SYSTEM =
      only("org.apache.hadoop..", "model", "pipeline.path", "spark..");

  @ArchTest
  static final ArchRule SPARKS_INTERNALS_STAY_OUT =
      noClasses()
          .that()
          .resideOutsideOfPackage(name("spark.functions"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.sql.catalyst..",
              "org.apache.spark.sql.execution..",
              "org.apache.spark.sql.internal..");

  /** The ways in, of which neither knows the other. */
  @ArchTest
  static final ArchRule WAYS_IN_ARE_IMPORTED_BY_NOBODY =
      slices().matching("org.thumbscore.spark.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule WAYS_IN_ARE_KNOWN_TO_NOBODY =
      noClasses()
          .that()
          .resideOutsideOfPackage(name("spark.*"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(name("spark.ml"), name("spark.functions"));

  @ArchTest static final ArchRule METRICS_IMPORT_SCORE = imports("spark.metrics", "score");

  /** Of our packages, this one imports itself and these at most. */
  private static ArchRule imports(String name, String... others) {
    return classes()
        .that()
        .resideInAPackage(name(name))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("org.thumbscore..")
                .or(resideInAnyPackage(name(name)))
                .or(resideInAnyPackage(packages(others))));
  }

  private static ArchRule only(String library, String... importers) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages(importers))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static String[] packages(String... names) {
    return Stream.of(names).map(PackageRulesTest::name).toArray(String[]::new);
  }

  private static String name(String name) {
    return "org.thumbscore." + name;
  }
}
