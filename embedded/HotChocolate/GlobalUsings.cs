global using Krewe.Embedded.Validation;
global using MetaFields = HotChocolate.Introspection.MetaFields;
