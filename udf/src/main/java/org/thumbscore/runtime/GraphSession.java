package org.thumbscore.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.thumbscore.model.BundleException;
import org.thumbscore.model.GraphFiles;
import org.thumbscore.model.Precision;

/**
 * The graphs of a bundle, loaded on a device. Thread-safe, except that it must not be closed during
 * a run.
 *
 * <pre>{@code
 * try (GraphSession session = GraphSession.open(bundle.name(), files, new Device.Cpu())) {
 *   session.check(GraphContract.of("text_model").takes(integers("input_ids", FREE, FREE)));
 *   Map<String, Tensor> outputs =
 *       session.run(
 *           "text_model",
 *           "text tower",
 *           Map.of("input_ids", new Tensor.Integers(ids, 1, ids.length)),
 *           Set.of("text_embeds"));
 * }
 * }</pre>
 */
public final class GraphSession implements AutoCloseable {
  private final String bundle;
  private final Device device;
  private final Precision precision;
  private final InferenceThread thread;
  private final Map<String, OrtGraph> graphs;

  private GraphSession(
      String bundle,
      Device device,
      Precision precision,
      InferenceThread thread,
      Map<String, OrtGraph> graphs) {
    this.bundle = bundle;
    this.device = device;
    this.precision = precision;
    this.thread = thread;
    this.graphs = graphs;
  }

  /**
   * Loads the graphs of a bundle.
   *
   * @param bundle the name of the bundle, for messages
   * @throws BundleException if ONNX Runtime rejects the graphs
   * @throws EncoderException if the device fails to start
   */
  public static GraphSession open(String bundle, GraphFiles files, Device device) {
    return open(bundle, files, device, Optional.empty());
  }

  /**
   * Loads the graphs of a bundle like {@link #open(String, GraphFiles, Device)}, and asks the
   * execution provider for a precision.
   *
   * @param arithmetic the precision in which a plugin should compute; if empty, it is left to the
   *     plugin, except that OpenVINO is asked for fp32 where that is faster. Whether it does so can
   *     only be found by comparing what it computes
   */
  public static GraphSession open(
      String bundle, GraphFiles files, Device device, Optional<Precision> arithmetic) {
    InferenceThread thread = InferenceThread.forDevice(device);
    try {
      Map<String, OrtGraph> graphs = thread.call(() -> load(files.files(), device, arithmetic));
      return new GraphSession(bundle, device, files.precision(), thread, graphs);
    } catch (BundleException | EncoderException e) {
      thread.close();
      throw e;
    } catch (Exception e) {
      thread.close();
      throw unusable(device, bundle, e);
    } catch (Error e) {
      thread.close();
      throw e;
    }
  }

  private static Map<String, OrtGraph> load(
      Map<String, Path> files, Device device, Optional<Precision> arithmetic) throws OrtException {
    Map<String, OrtGraph> graphs = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        graphs.put(file.getKey(), OrtGraph.open(file.getValue(), device, arithmetic));
      }
      return graphs;
    } catch (OrtException | RuntimeException | Error e) {
      closeAll(graphs).ifPresent(e::addSuppressed);
      throw e;
    }
  }

  private static Optional<RuntimeException> closeAll(Map<String, OrtGraph> graphs) {
    List<RuntimeException> failures = new ArrayList<>();
    for (OrtGraph graph : graphs.values()) {
      try {
        graph.close();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    return failures.stream().findFirst();
  }

  private static RuntimeException unusable(Device device, String bundle, Exception cause) {
    if (device instanceof Device.Cuda cuda) {
      return new EncoderException(DeviceFailure.ofStart(cuda, cause.getMessage()), cause);
    }
    String why = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
    return new BundleException(
        "Cannot use bundle " + bundle + ": ONNX Runtime refuses its graphs: " + why, cause);
  }

  /** Returns the device on which the graphs are loaded. */
  public Device device() {
    return device;
  }

  /** Returns the precision of the loaded graphs. */
  public Precision precision() {
    return precision;
  }

  /** Returns whether a graph is loaded. */
  public boolean has(String graph) {
    return graphs.containsKey(graph);
  }

  /**
   * Returns the inputs and outputs of a graph.
   *
   * @param graph the stem of the graph's file name
   */
  public GraphSignature signature(String graph) {
    return graph(graph).signature();
  }

  private OrtGraph graph(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException("no graph " + name + " among " + graphs.keySet());
    }
    return graphs.get(name);
  }

  /**
   * Checks a graph against the contract of a model family.
   *
   * @throws BundleException if the inputs or outputs differ from the contract; the message names
   *     them
   */
  public void check(GraphContract contract) {
    contract.check(bundle, signature(contract.graph()));
  }

  /**
   * Runs a graph; blocks until the device is done.
   *
   * @param graph the stem of the graph's file name
   * @param what a description of the run for messages, for instance {@code image tower}
   * @param inputs the inputs by name; read during the call and not retained. Messages report the
   *     first dimension of the first input as the number of rows
   * @param outputs the names of the outputs to return
   * @return new on-heap tensors by name
   * @throws DeviceMemoryException if the device has too little memory for so many rows
   * @throws EncoderException if the runtime fails otherwise
   */
  public Map<String, Tensor> run(
      String graph, String what, Map<String, Tensor> inputs, Set<String> outputs) {
    OrtGraph loaded = graph(graph);
    return onDevice(
        what,
        inputs,
        () -> {
          try (InputTensors tensors = InputTensors.of(inputs, loaded.signature());
              OrtSession.Result result = loaded.run(tensors.tensors(), outputs)) {
            return OrtGraph.copy(result, outputs);
          }
        });
  }

  /**
   * Prepares runs of a graph in which outputs of each run are inputs of the next.
   *
   * @param graph the stem of its file
   * @param what is run, for messages, for instance {@code caption decoder}
   * @param carried the name of the output that becomes an input, by the name of that input
   * @param start the values of the carried inputs in the first run; read then and not kept
   * @return the caller closes it, before the session
   */
  public GraphLoop loop(
      String graph, String what, Map<String, String> carried, Map<String, Tensor> start) {
    return new GraphLoop(this, graph(graph), what, carried, start);
  }

  /** Makes a call where the device wants it, and names what was run if it fails. */
  <T> T onDevice(String what, Map<String, Tensor> inputs, Callable<T> call) {
    try {
      return thread.call(call);
    } catch (EncoderException e) {
      throw e;
    } catch (Exception e) {
      long rows = inputs.values().iterator().next().shape()[0];
      throw DeviceFailure.ofRun("the " + what + " on " + rows + " rows", device, e);
    }
  }

  @Override
  public void close() {
    Optional<RuntimeException> failure;
    try (thread) {
      failure = thread.call(() -> closeAll(graphs));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new EncoderException("Cannot close the session", e);
    }
    failure.ifPresent(
        e -> {
          throw e;
        });
  }
}
