package org.thumbscore.fetch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Configures the HTTP client without automatic behavior and with bounds on every resource. */
final class WebClients {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final TimeValue IDLE = TimeValue.ofSeconds(15);

  private WebClients() {}

  static WebClient open(FetchSettings settings, HostResolver resolver) {
    Timeout silence = Timeout.of(settings.limits().timeout());
    return new WebClient(
        HttpClients.custom()
            .setConnectionManager(connections(settings, resolver))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(silence)
                    .setResponseTimeout(silence)
                    .build())
            .setUserAgent(settings.politeness().userAgent())
            .addRequestInterceptorLast(
                (request, entity, context) -> request.setHeader("Accept-Encoding", "identity"))
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableConnectionState()
            .build());
  }

  private static PoolingHttpClientConnectionManager connections(
      FetchSettings settings, HostResolver resolver) {
    Duration timeout = settings.limits().timeout();
    Duration connect = timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT;
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(new CheckedResolver(resolver, settings.addresses()))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(bounded()).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect.toMillis(), TimeUnit.MILLISECONDS)
                .setSocketTimeout(Timeout.of(timeout))
                .setTimeToLive(TimeValue.ofMinutes(5))
                .setValidateAfterInactivity(IDLE)
                .build())
        .setMaxConnPerRoute(settings.politeness().perHost())
        .setMaxConnTotal(2 * settings.concurrency())
        .build();
  }

  private static Http1Config bounded() {
    return Http1Config.custom()
        .setMaxLineLength(LONGEST_LINE)
        .setMaxHeaderCount(MOST_HEADERS)
        .build();
  }
}
