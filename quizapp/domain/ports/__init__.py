"""What services need from the outside, as Protocols. Adapters fit them; tests have fakes of them."""
