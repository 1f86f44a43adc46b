using Krewe.Sandbox;

await using var app = SandboxHost.Create(args);
await app.StartAsync();
Console.WriteLine($"Sandbox ad platforms listen on {string.Join(", ", app.Urls)}");
await app.WaitForShutdownAsync();
