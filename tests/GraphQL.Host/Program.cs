using Krewe.GraphQL.Host;

// A small catalog behind GraphQL: for tests, and for public conformance suites over the wire.
await using var app = CatalogHost.Build(args);
await app.RunAsync();
