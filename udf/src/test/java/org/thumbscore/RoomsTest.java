package org.thumbscore;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Which package may import which, and which library has one package that knows it. */
@AnalyzeClasses(packages = "org.thumbscore", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  @ArchTest
  static final ArchRule EVERY_CLASS_IS_IN_A_ROOM =
      classes()
          .should()
          .resideInAnyPackage(
              rooms("bundle", "image", "text", "onnx", "embed", "store", "score", "spark"));

  @ArchTest static final ArchRule BUNDLE_IMPORTS_NOTHING_OF_OURS = imports("bundle");

  @ArchTest static final ArchRule IMAGE_IMPORTS_BUNDLE = imports("image", "bundle");

  @ArchTest static final ArchRule TEXT_IMPORTS_BUNDLE = imports("text", "bundle");

  @ArchTest static final ArchRule ONNX_IMPORTS_BUNDLE = imports("onnx", "bundle");

  /** The bundle too, since an encoder is opened from one. */
  @ArchTest
  static final ArchRule EMBED_IMPORTS_ITS_STAGES =
      imports("embed", "image", "text", "onnx", "bundle");

  /** The picture's outcome too, since its reasons become statuses. */
  @ArchTest static final ArchRule SCORE_IMPORTS_EMBED = imports("score", "embed", "image");

  /** The picture's outcome too, since a file may be refused for what it is. */
  @ArchTest static final ArchRule STORE_IMPORTS_EMBED = imports("store", "embed", "image");

  @ArchTest
  static final ArchRule SPARK_IMPORTS_ALL_OTHERS =
      imports("spark", "bundle", "image", "text", "onnx", "embed", "store", "score");

  @ArchTest static final ArchRule ONNX_ALONE_KNOWS_THE_RUNTIME = only("ai.onnxruntime..", "onnx");

  @ArchTest static final ArchRule SPARK_ALONE_KNOWS_SPARK = only("org.apache.spark..", "spark");

  @ArchTest static final ArchRule TEXT_ALONE_KNOWS_THE_TOKENIZERS = only("ai.djl..", "text");

  @ArchTest static final ArchRule IMAGE_ALONE_KNOWS_THE_CODECS = only("org.bytedeco..", "image");

  @ArchTest
  static final ArchRule BUNDLES_AND_PICTURES_COME_THROUGH_HADOOPS_FILE_SYSTEM =
      only("org.apache.hadoop..", "bundle", "store", "spark");

  @ArchTest
  static final ArchRule SPARKS_INTERNALS_STAY_OUT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.sql.catalyst..",
              "org.apache.spark.sql.execution..",
              "org.apache.spark.sql.internal..");

  /** Of our packages, this room imports itself and these at most. */
  private static ArchRule imports(String room, String... others) {
    return classes()
        .that()
        .resideInAPackage(name(room))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("org.thumbscore..")
                .or(resideInAnyPackage(name(room)))
                .or(resideInAnyPackage(rooms(others))));
  }

  private static ArchRule only(String library, String... importers) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms(importers))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static String[] rooms(String... names) {
    return Stream.of(names).map(RoomsTest::name).toArray(String[]::new);
  }

  private static String name(String room) {
    return "org.thumbscore." + room;
  }
}
