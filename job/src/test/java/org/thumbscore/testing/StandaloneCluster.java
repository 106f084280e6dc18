package org.thumbscore.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spark's standalone cluster of one master and two workers with a core each, as processes on the
 * loopback interface, and spark-submit to it. The workers have an address each: Spark starts no
 * second attempt on the host of the first.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final List<String> WORKERS = List.of("127.0.0.1", "127.0.0.2");
  private static final List<String> QUICK_START =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final int PATIENCE_SECONDS = 120;

  private final Path home;
  private final List<String> opens;
  private final List<Process> workers = new ArrayList<>();
  private Process master;
  private String url;

  private StandaloneCluster(Path home, List<String> opens) {
    this.home = home;
    this.opens = opens;
  }

  /**
   * Starts it and waits until both workers are there.
   *
   * @param home becomes a Spark of links to these jars
   * @param opens options that Spark's JVMs need
   */
  public static StandaloneCluster start(Path home, List<Path> jars, List<String> opens)
      throws IOException, InterruptedException {
    Path links = Files.createDirectories(home.resolve("jars"));
    for (Path jar : jars) {
      Files.createSymbolicLink(links.resolve(jar.getFileName()), jar);
    }
    jarOf(UnsteadyDisk.class, links.resolve("unsteady-disk.jar"));
    StandaloneCluster cluster = new StandaloneCluster(home, opens);
    try {
      cluster.startAll();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startAll() throws IOException, InterruptedException {
    master =
        daemon("master", "127.0.0.1", "master.Master", "--port", "0", "--webui-port", "0").start();
    url = await(home.resolve("master.log"), master, MASTER).group(1);
    for (String host : WORKERS) {
      String name = "worker-" + host;
      Process worker =
          daemon(
                  name,
                  host,
                  "worker.Worker",
                  "--webui-port=0",
                  "--cores=1",
                  "--memory=1g",
                  "--work-dir=" + home.resolve(name),
                  url)
              .start();
      workers.add(worker);
    }
    for (int i = 0; i < WORKERS.size(); i++) {
      await(
          home.resolve("worker-" + WORKERS.get(i) + ".log"),
          workers.get(i),
          Pattern.compile("Successfully registered with master"));
    }
  }

  private ProcessBuilder daemon(String name, String host, String type, String... arguments) {
    List<String> command = java("-Xmx256m", "org.apache.spark.deploy." + type);
    command.addAll(List.of("--host", host));
    command.addAll(Arrays.stream(arguments).flatMap(a -> Arrays.stream(a.split("=", 2))).toList());
    ProcessBuilder builder = in(command, host);
    return builder.redirectErrorStream(true).redirectOutput(home.resolve(name + ".log").toFile());
  }

  private List<String> java(String heap, String type) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(heap);
    command.addAll(QUICK_START);
    command.addAll(opens);
    command.addAll(List.of("-cp", home.resolve("jars") + File.separator + "*", type));
    return command;
  }

  private ProcessBuilder in(List<String> command, String host) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", host);
    builder.environment().put("SPARK_LOCAL_DIRS", home.resolve("local").toString());
    return builder;
  }

  /** spark-submit in client mode; its output is in {@code submit.log}. */
  public Process submit(List<String> conf, Path jar, String type, List<String> arguments)
      throws IOException {
    List<String> command = java("-Xmx1g", "org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--master", url, "--executor-memory", "1g", "--executor-cores", "1"));
    command.addAll(
        List.of("--conf", "spark.executor.extraJavaOptions=" + String.join(" ", QUICK_START)));
    conf.forEach(setting -> command.addAll(List.of("--conf", setting)));
    command.addAll(List.of("--class", type, jar.toString()));
    command.addAll(arguments);
    return in(command, "127.0.0.1")
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  /** What the last submission said. */
  public Path log() {
    return home.resolve("submit.log");
  }

  /** The executors that run now. */
  public List<ProcessHandle> executors() {
    return workers.stream().flatMap(Process::children).filter(ProcessHandle::isAlive).toList();
  }

  private static Matcher await(Path log, Process process, Pattern pattern)
      throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 10 && process.isAlive(); i++) {
      Matcher matcher = pattern.matcher(Files.readString(log));
      if (matcher.find()) {
        return matcher;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException("The cluster did not start:\n" + Files.readString(log));
  }

  private static void jarOf(Class<?> type, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      List<Class<?>> classes = new ArrayList<>(List.of(type));
      classes.addAll(List.of(type.getDeclaredClasses()));
      for (Class<?> each : classes) {
        copy(each.getName().replace('.', '/') + ".class", out);
      }
    }
  }

  private static void copy(String name, JarOutputStream jar) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    try (InputStream in = StandaloneCluster.class.getClassLoader().getResourceAsStream(name)) {
      in.transferTo(jar);
    }
  }

  @Override
  public void close() {
    executors().forEach(ProcessHandle::destroyForcibly);
    workers.forEach(Process::destroyForcibly);
    if (master != null) {
      master.destroyForcibly();
    }
  }
}
