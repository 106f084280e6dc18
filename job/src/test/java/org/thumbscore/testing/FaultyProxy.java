package org.thumbscore.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * Stands between a client and an HTTP server on this machine, and does to requests what networks
 * and busy servers do. Each connection carries one request. Thread-safe.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final int CUT_AFTER = 600;
  private static final int SLOW_CHUNK = 2_048;
  private static final long SLOW_MILLIS = 15;
  private static final long LATE_MILLIS = 1_500;

  private final ServerSocket listener;
  private final int upstream;
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultyProxy::daemon);
  private final Map<Fault, LongAdder> injected = new ConcurrentHashMap<>();
  private final LongAdder requests = new LongAdder();
  private final Random random;
  private volatile double rate;
  private final Queue<Moment> moments = new ConcurrentLinkedQueue<>();
  private volatile boolean gone;

  /** What it does to a request. */
  public enum Fault {
    /** Answers 503 Slow Down, as S3 does, and forwards nothing. */
    UNAVAILABLE,
    /** Resets the connection before the request is forwarded. */
    RESET,
    /** Forwards, then resets the connection before an answer: was it done or not? */
    RESET_AFTER,
    /** Answers late, and in small pieces. */
    SLOW,
    /** Closes the connection in the middle of the answer. */
    CUT
  }

  private record Moment(Pattern request, Runnable deed) {}

  private FaultyProxy(ServerSocket listener, int upstream, long seed) {
    this.listener = listener;
    this.upstream = upstream;
    this.random = new Random(seed);
  }

  /**
   * Starts without faults.
   *
   * @param upstream port on 127.0.0.1
   */
  public static FaultyProxy before(int upstream, long seed) throws IOException {
    ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    FaultyProxy proxy = new FaultyProxy(listener, upstream, seed);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The share of requests that meet a fault from now on. */
  public void inject(double share) {
    rate = share;
  }

  /** Whether every connection is reset from now on, as if nobody were there. */
  public void vanish(boolean now) {
    gone = now;
  }

  /**
   * Does something when a request comes, and resets its connection. Of several, one waits for the
   * other.
   *
   * @param request found in a line such as {@code PUT /bucket/key HTTP/1.1}
   */
  public void when(String request, Runnable deed) {
    moments.add(new Moment(Pattern.compile(request), deed));
  }

  /** How many moments have not come; none comes any more. */
  public int forget() {
    int left = moments.size();
    moments.clear();
    return left;
  }

  /** Nobody is there from now on, for a while. */
  public void vanishFor(Duration time) {
    vanish(true);
    threads.execute(
        () -> {
          pause(time.toMillis());
          vanish(false);
        });
  }

  /** How many of each fault there were. */
  public Map<Fault, LongAdder> injected() {
    return injected;
  }

  /** How many requests there were. */
  public long requests() {
    return requests.sum();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (gone) {
        reset(client);
        return;
      }
      InputStream in = new BufferedInputStream(client.getInputStream());
      byte[] head = head(in);
      if (head.length > 0) {
        requests.increment();
        if (isMoment(head)) {
          reset(client);
        } else {
          serve(client, in, head, fault());
        }
      }
    } catch (IOException e) {
      // The client, or the server, has hung up.
    }
  }

  private synchronized boolean isMoment(byte[] head) {
    String request = new String(head, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    Moment next = moments.peek();
    if (next == null || !next.request().matcher(request).find()) {
      return false;
    }
    moments.remove();
    next.deed().run();
    return true;
  }

  private synchronized Fault fault() {
    if (random.nextDouble() >= rate) {
      return null;
    }
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    injected.computeIfAbsent(fault, unused -> new LongAdder()).increment();
    return fault;
  }

  private void serve(Socket client, InputStream in, byte[] head, Fault fault) throws IOException {
    if (fault == Fault.UNAVAILABLE) {
      client.getOutputStream().write(unavailable());
      drain(in, client);
    } else if (fault == Fault.RESET) {
      reset(client);
    } else {
      forward(client, in, head, fault);
    }
  }

  /** A body half sent would meet a reset before the answer is read. */
  private static void drain(InputStream in, Socket client) throws IOException {
    client.shutdownOutput();
    client.setSoTimeout(2_000);
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static byte[] unavailable() {
    String body =
        "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>";
    return ("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void forward(Socket client, InputStream in, byte[] head, Fault fault) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      server.getOutputStream().write(head);
      threads.execute(() -> pump(in, server));
      InputStream answer = server.getInputStream();
      if (fault == Fault.RESET_AFTER) {
        int unused = answer.read();
        reset(client);
      } else {
        answer(answer, client.getOutputStream(), fault);
      }
    }
  }

  private static void pump(InputStream in, Socket server) {
    try {
      in.transferTo(server.getOutputStream());
    } catch (IOException e) {
      // The answer ends the exchange.
    }
  }

  private static void answer(InputStream from, OutputStream to, Fault fault) throws IOException {
    if (fault == Fault.CUT) {
      to.write(from.readNBytes(CUT_AFTER));
    } else if (fault == Fault.SLOW) {
      pause(LATE_MILLIS);
      for (byte[] some = from.readNBytes(SLOW_CHUNK);
          some.length > 0;
          some = from.readNBytes(SLOW_CHUNK)) {
        to.write(some);
        to.flush();
        pause(SLOW_MILLIS);
      }
    } else {
      from.transferTo(to);
    }
    to.flush();
  }

  /** The request's head, asking for a connection of its own. */
  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last = (last << 8) | b;
      if (last == 0x0d0a0d0a) {
        break;
      }
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    return text.replaceAll("(?i)\r\nConnection: [^\r]*", "")
        .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "faulty-proxy");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
