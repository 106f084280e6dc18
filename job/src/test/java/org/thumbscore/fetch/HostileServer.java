package org.thumbscore.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of this machine that answers as it is told to, byte for byte, and counts. */
public final class HostileServer implements AutoCloseable {
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool(HostileServer::daemon);
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Writes raw bytes to a connection, which is closed when it returns. */
  @FunctionalInterface
  public interface Answer {
    void to(Socket connection, int attempt) throws IOException, InterruptedException;
  }

  public record Request(String path, String head) {}

  public HostileServer() {
    try {
      socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
    answer("/robots.txt", status(404));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "hostile");
    thread.setDaemon(true);
    return thread;
  }

  public HostileServer answer(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public int port() {
    return socket.getLocalPort();
  }

  public long asked(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).count();
  }

  public List<Request> requests() {
    return requests;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = in.readLine();
      if (line == null) {
        return;
      }
      StringBuilder head = new StringBuilder();
      for (String next = in.readLine(); next != null && !next.isEmpty(); next = in.readLine()) {
        head.append(next).append('\n');
      }
      String path = line.split(" ", -1)[1];
      int attempt = (int) asked(path);
      requests.add(new Request(path, head.toString()));
      answers.getOrDefault(path, status(404)).to(connection, attempt);
    } catch (IOException e) {
      // The client hung up, as it may.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static Answer status(int status, String... headers) {
    return raw(
        "HTTP/1.1 " + status + " x\r\n" + lines(headers) + "Content-Length: 0\r\n", new byte[0]);
  }

  public static Answer image(byte[] bytes) {
    return body("image/jpeg", bytes);
  }

  public static Answer body(String type, byte[] bytes, String... headers) {
    return raw(
        "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s"
            .formatted(type, bytes.length, lines(headers)),
        bytes);
  }

  public static Answer redirect(String location) {
    return status(302, "Location: " + location);
  }

  /** The first answer to the first request and so on; the last to all further ones. */
  public static Answer inTurn(Answer... answers) {
    return (connection, attempt) ->
        answers[Math.min(attempt, answers.length - 1)].to(connection, attempt);
  }

  /** Header lines, to which the end of the head is added, and a body. */
  public static Answer raw(String head, byte[] body) {
    return (connection, attempt) -> {
      OutputStream out = connection.getOutputStream();
      out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
    };
  }

  private static String lines(String... headers) {
    return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
