package org.thumbscore.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.thumbscore", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule LAKE_KNOWS_NO_MODEL_AND_NO_COMMAND =
      noClasses()
          .that()
          .resideInAPackage("org.thumbscore.lake")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.thumbscore.job",
              "org.thumbscore.quality",
              "org.thumbscore.fetch",
              "org.thumbscore.bundle",
              "org.thumbscore.onnx",
              "org.thumbscore.embed",
              "picocli",
              "com.typesafe..");

  @ArchTest
  static final ArchRule QUALITY_KNOWS_NO_COMMAND =
      noClasses()
          .that()
          .resideInAPackage("org.thumbscore.quality")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.thumbscore.job", "org.thumbscore.fetch", "picocli", "com.typesafe..");

  @ArchTest
  static final ArchRule FETCH_KNOWS_NO_MODEL_AND_NO_COMMAND =
      noClasses()
          .that()
          .resideInAPackage("org.thumbscore.fetch")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.thumbscore.job",
              "org.thumbscore.quality",
              "org.thumbscore.bundle",
              "org.thumbscore.text",
              "org.thumbscore.onnx",
              "org.thumbscore.embed",
              "org.thumbscore.score",
              "picocli",
              "com.typesafe..");

  @ArchTest
  static final ArchRule REPORT_KNOWS_NO_MODEL_AND_NO_COMMAND =
      noClasses()
          .that()
          .resideInAPackage("org.thumbscore.report")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.thumbscore.job",
              "org.thumbscore.fetch",
              "org.thumbscore.bundle",
              "org.thumbscore.text",
              "org.thumbscore.onnx",
              "org.thumbscore.embed",
              "picocli",
              "com.typesafe..");

  @ArchTest
  static final ArchRule NOTHING_BUT_COMMANDS_KNOWS_REPORTS =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.thumbscore.report", "org.thumbscore.job")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.thumbscore.report");

  @ArchTest
  static final ArchRule FETCH_ALONE_KNOWS_THE_WEB =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.thumbscore.fetch")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hc..", "crawlercommons..");

  @ArchTest
  static final ArchRule EXECUTORS_KNOW_NO_JOB =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.thumbscore.bundle",
              "org.thumbscore.image",
              "org.thumbscore.text",
              "org.thumbscore.onnx",
              "org.thumbscore.embed",
              "org.thumbscore.store",
              "org.thumbscore.score",
              "org.thumbscore.spark")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.thumbscore.job",
              "org.thumbscore.lake",
              "org.thumbscore.fetch",
              "org.thumbscore.quality");

  @ArchTest
  static final ArchRule SPARKS_INTERNALS_STAY_OUT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.thumbscore.job",
              "org.thumbscore.lake",
              "org.thumbscore.fetch",
              "org.thumbscore.quality",
              "org.thumbscore.report")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark.sql.catalyst..",
              "org.apache.spark.sql.execution..",
              "org.apache.spark.sql.internal..");
}
