import com.adobe.testing.s3mock.S3MockApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * S3Mock, listening on the loopback interface only: its own start opens a port on all. Run by Java's
 * source launcher on the class path of S3Mock, which must not meet that of Spark.
 */
public class S3MockOnLoopback {
  @Bean
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> loopback() {
    return factory ->
        factory
            .getAdditionalTomcatConnectors()
            .forEach(connector -> connector.setProperty("address", "127.0.0.1"));
  }

  public static void main(String[] args) {
    new SpringApplicationBuilder(S3MockApplication.class, S3MockOnLoopback.class).run(args);
  }
}
